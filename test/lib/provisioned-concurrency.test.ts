import { describe, expect, test } from '@jest/globals';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { protectedApi } from './protected-api';
import { refusal, rolesOf, synthesize } from './support';

describe('provisionedConcurrentExecutions', () => {
  const { stack, users, template } = protectedApi({
    functionOptions: { provisionedConcurrentExecutions: 2 },
    functionOverrides: {
      'login-jwt': { provisionedConcurrentExecutions: 5 },
      relay: { provisionedConcurrentExecutions: 1 },
    },
  });
  const aliases = Object.entries(template().findResources('AWS::Lambda::Alias'));
  const aliasOf = (id: string) =>
    aliases.find(([, { Properties }]) => Properties.FunctionName.Ref.slice(0, -8) === id);

  test('make an alias of each function that requests wait for, of its current version', () => {
    const others = ['create-user', 'end-logins', 'rotate-keys'];
    expect(aliases).toHaveLength(Object.keys(users.functions).length - others.length);
    expect(aliasOf('UsersLoginJwt')?.[1].Properties).toMatchObject({
      Name: 'live',
      FunctionVersion: {
        'Fn::GetAtt': [expect.stringMatching(/^UsersLoginJwtCurrentVersion/), 'Version'],
      },
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 5 },
    });
    expect(aliasOf('UsersGetMe')?.[1].Properties.ProvisionedConcurrencyConfig).toEqual({
      ProvisionedConcurrentExecutions: 2,
    });
    for (const name of others) expect(aliasOf(users.functionOf(name).node.id)).toBeUndefined();
  });

  test('have routes, authorizers and the stream call the alias, by roles that may call nothing else', () => {
    const ids = aliases.map(([id]) => id);
    const called = Object.values(template().findResources('AWS::ApiGatewayV2::Integration'))
      .map(({ Properties }) => Properties)
      .filter(({ IntegrationType }) => IntegrationType === 'AWS_PROXY')
      .map(({ IntegrationUri }) => IntegrationUri.Ref);
    expect(called.length).toBeGreaterThan(20);
    expect(ids).toEqual(expect.arrayContaining(called));
    const [authorizer] = Object.values(template().findResources('AWS::ApiGatewayV2::Authorizer'));
    const uri = JSON.stringify(authorizer?.Properties.AuthorizerUri);
    expect(uri).toContain(`{"Ref":"${aliasOf('UsersAuthorizer')?.[0]}"}`);
    template().hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: Match.objectLike({
        'Fn::Join': Match.arrayWith([Match.arrayWith([':live'])]),
      }),
    });
    const allowed = rolesOf(template())
      .filter(({ role }) => role.startsWith('UsersGatewayRole'))
      .flatMap(({ statements }) => statements)
      .flatMap(({ Resource }) => Resource as { Ref: string }[]);
    expect(allowed.map(({ Ref }) => Ref).sort()).toEqual(
      ids.filter((id) => !id.startsWith('UsersRelay')).sort(),
    );
  });

  test('leave the ids of routes and authorizers as they are', () => {
    const idsOf = (each: Template) =>
      Object.entries<{ Type: string }>(each.toJSON().Resources)
        .filter(([, { Type }]) => /^AWS::ApiGatewayV2/.test(Type))
        .map(([id]) => id);
    expect(idsOf(template())).toEqual(idsOf(protectedApi({}).template()));
    expect(stack.node.path).toBe('Test');
  });

  test('give another version to a function whose variables change', () => {
    const versionOf = (environment: Record<string, string>) => {
      const made = synthesize({
        functionOptions: { environment },
        functionOverrides: { 'get-me': { provisionedConcurrentExecutions: 1 } },
      });
      return Object.keys(made.template.findResources('AWS::Lambda::Version'));
    };
    const [one, again, other] = [
      versionOf({ A1: '1' }),
      versionOf({ A1: '1' }),
      versionOf({ A1: '2' }),
    ];
    expect(one).toHaveLength(1);
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  });

  test('are refused for a function that is called by its name', () => {
    const functionOverrides = { 'create-user': { provisionedConcurrentExecutions: 1 } };
    expect(refusal({ functionOverrides })).toMatch(
      'functionOverrides["create-user"].provisionedConcurrentExecutions: got one for a function that is called by its name',
    );
  });
});
