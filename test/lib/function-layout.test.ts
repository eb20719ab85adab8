import { describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import {
  AuthBackend,
  EmailLogin,
  FunctionLayout,
  Mfa,
  Passkeys,
  RouteLayout,
  UsersApi,
  type UsersApiProps,
} from '../../lib';
import { newFunction, newStack, refusal, rolesOf, type Statement, synthesize } from './support';
import { longestIn } from './worst-case';

const functionLayout = FunctionLayout.grouped();

/** Everything that has routes, but clients of providers. */
const EVERYTHING: UsersApiProps = {
  authBackends: [AuthBackend.jwt({ refresh: {} }), AuthBackend.cookie({ refresh: {} })],
  mfa: Mfa.totp(),
  passkeys: Passkeys.on({
    rpId: 'example.com',
    rpName: 'Example',
    origins: ['https://example.com'],
  }),
  emailLogin: EmailLogin.code({ signUp: true }),
  loginEvents: true,
};

const named = (template: Template, type: string, nameOf: (properties: never) => unknown) =>
  Object.fromEntries(
    Object.entries(template.findResources(type)).map(([id, { Properties }]) => [
      id,
      nameOf(Properties as never),
    ]),
  );

const routes = (template: Template) =>
  named(template, 'AWS::ApiGatewayV2::Route', ({ RouteKey }: { RouteKey: string }) => RouteKey);

/** Keys of partitions by the call that may be made on them, of some functions together. */
function keysByCall(template: Template, roles: RegExp): Record<string, readonly string[]> {
  const found: Record<string, readonly string[]> = {};
  for (const { role, statements } of rolesOf(template)) {
    if (!roles.test(role)) continue;
    for (const { Action, Condition } of statements as readonly Statement[]) {
      const keys = Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
      if (keys === undefined) continue;
      const all = [...(found[String(Action)] ?? []), ...[keys].flat().map(String)];
      found[String(Action)] = [...new Set(all)].sort();
    }
  }
  return found;
}

describe('functionLayout', () => {
  test('makes a function for each action unless it says otherwise', () => {
    expect(
      Object.keys(synthesize({ functionLayout: FunctionLayout.perAction() }).users.functions),
    ).toEqual(Object.keys(synthesize().users.functions));
  });

  test('makes one for each kind of caller, and leaves what no route leads to by itself', () => {
    const { users } = synthesize({ ...EVERYTHING, functionLayout });
    expect(Object.keys(users.functions).sort()).toEqual([
      'administration',
      'create-user',
      'end-logins',
      'public',
      'relay',
      'rotate-keys',
      'signed-in',
    ]);
  });

  test.each([
    ['standard', RouteLayout.standard()],
    ['FastAPI Users', RouteLayout.fastApiUsers()],
  ])(
    'has the same routes by the same logical ids, so that a deployed stack can change it (%s)',
    (_, routeLayout) => {
      const [alone, grouped] = [{}, { functionLayout }].map(
        (layout) => synthesize({ ...EVERYTHING, routeLayout, ...layout }).template,
      ) as [Template, Template];
      expect(routes(grouped)).toEqual(routes(alone));
      const integrations = (template: Template) =>
        Object.keys(template.findResources('AWS::ApiGatewayV2::Integration')).sort();
      expect(integrations(grouped)).toEqual(integrations(alone));
    },
  );

  test('is called by a role of its own, as that of the other layout is needed until all routes have gone over', () => {
    const rolesWith = (layout: UsersApiProps) => {
      const { template } = synthesize({ functionOptions: { roleNamePrefix: 'acme-' }, ...layout });
      const names = named(
        template,
        'AWS::IAM::Role',
        ({ RoleName }: { RoleName: string }) => RoleName,
      );
      return Object.entries(names).filter(([id]) => /GatewayRole/.test(id));
    };
    expect(rolesWith({})).toEqual([['UsersGatewayRoleA3E9D436', 'acme-gateway']]);
    expect(rolesWith({ functionLayout })).toEqual([
      [expect.stringMatching(/^UsersGatewayRoleOfGroups/), 'acme-gateway-groups'],
    ]);
  });

  test('gives a group the calls of its actions, on their keys and no others', () => {
    const [alone, grouped] = [{}, { functionLayout }].map(
      (layout) => synthesize({ ...EVERYTHING, ...layout }).template,
    ) as [Template, Template];
    const others = /Relay|CreateUser|EndLogins|RotateKeys/;
    const served = new RegExp(`^(?!.*(${others.source}))`);
    expect(keysByCall(grouped, served)).toEqual(keysByCall(alone, served));
  });

  test('fits a policy of a role and the variables of a function, whatever the names are', () => {
    const { template } = synthesize({ ...EVERYTHING, functionLayout });
    const json = template.toJSON();
    const lengths = (type: string, textOf: (properties: never) => unknown) =>
      Object.entries(named(template, type, textOf)).map(([id, value]) => ({
        id,
        length: JSON.stringify(longestIn(json as never, value)).length,
      }));
    const roles = lengths(
      'AWS::IAM::Role',
      ({ Policies = [] }: { Policies?: object[] }) => Policies,
    );
    expect(roles.filter(({ length }) => length > 10_240)).toEqual([]);
    const functions = lengths(
      'AWS::Lambda::Function',
      ({ Environment = {} }: { Environment?: { Variables?: object } }) =>
        Environment.Variables ?? {},
    );
    expect(functions.filter(({ length }) => length > 4096)).toEqual([]);
  });

  test('tells a group of login events that somebody asks for later', () => {
    const stack = newStack();
    const users = new UsersApi(stack, 'Users', { functionLayout });
    users.onAfterLogin('Listen', { target: new LambdaFunction(newFunction(stack, 'Listener')) });
    const told = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'))
      .map(({ Properties }) => Properties.Environment?.Variables ?? {})
      .filter(({ LOGIN_EVENTS }) => LOGIN_EVENTS === 'true')
      .map(({ FUNCTION_GROUP }) => FUNCTION_GROUP);
    expect(told).toContain('public');
  });

  test('takes overrides by the names of groups, and no longer by those of actions', () => {
    const { template } = synthesize({
      functionLayout,
      functionOverrides: { public: { memorySize: 3008 } },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'group.handler',
      MemorySize: 3008,
    });
    expect(
      refusal({ functionLayout, functionOverrides: { 'login-jwt': { memorySize: 3008 } } }),
    ).toContain('functionOverrides: got "login-jwt", expected names out of public, signed-in');
  });
});
