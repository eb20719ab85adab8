import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import {
  AuthBackend,
  HostedPages,
  type HostedPagesOptions,
  Mfa,
  RouteLayout,
  UserModel,
} from '../../lib';
import { ACTIONS } from '../../lib/contract';
import { PAGES } from '../../lib/contract/page-forms';
import { functionOf, newStack, refusal, synthesize } from './support';

afterAll(removeTemporaryDirectories);

const authBackends = [AuthBackend.jwt(), AuthBackend.cookie()];
const GIVEN: HostedPagesOptions = { brand: { name: 'Acme Shop' } };

const on = (options: Partial<HostedPagesOptions> = {}) => ({
  authBackends,
  pages: HostedPages.on({ ...GIVEN, ...options }),
});

type Template = ReturnType<typeof synthesize>['template'];

const routesOf = (template: Template) =>
  Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map(
    ({ Properties }) => Properties.RouteKey as string,
  );

const knownTo = (template: Template, id: string) =>
  functionOf(template, id).Environment.Variables as Record<string, unknown>;

describe('pages', () => {
  test('are off by default, and then nothing knows of them', () => {
    const without = synthesize({ authBackends }).template.toJSON();
    expect(synthesize({ authBackends, pages: HostedPages.off() }).template.toJSON()).toEqual(
      without,
    );
    expect(JSON.stringify(without)).not.toMatch(/FORM_PAGES|HOSTED_PAGES|\/pages\//);
  });

  test('have one function, and routes for the forms of what is no POST', () => {
    const before = synthesize({ authBackends });
    const { template } = synthesize(on());
    const added = routesOf(template).filter((key) => !routesOf(before.template).includes(key));
    expect(added.toSorted()).toEqual([
      'GET /users/pages/{page}',
      'POST /users/me',
      'POST /users/me/delete',
      'POST /users/me/sessions/delete',
    ]);
    const count = ({ template: made }: typeof before) =>
      Object.keys(made.toJSON().Resources).length;
    expect(count(synthesize(on())) - count(before)).toBe(5 + 3);
  });

  test('are rendered by a function that may write its log and nothing else', () => {
    const { template } = synthesize(on());
    const roles = Object.entries(template.findResources('AWS::IAM::Role')).filter(([id]) =>
      id.startsWith('UsersPagesRole'),
    );
    const statements = roles.flatMap(([, { Properties }]) =>
      Properties.Policies.flatMap(
        (policy: { PolicyDocument: { Statement: readonly { Action: unknown }[] } }) =>
          policy.PolicyDocument.Statement,
      ),
    );
    expect(roles).toHaveLength(1);
    expect(statements.map(({ Action }: { Action: unknown }) => Action)).toEqual([
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
    ]);
  });

  test('have forms for the backend that they sign in at, and for no other', () => {
    const { template } = synthesize(on());
    expect(knownTo(template, 'UsersLoginCookie')).toHaveProperty('FORM_PAGES');
    expect(knownTo(template, 'UsersLoginJwt')).not.toHaveProperty('FORM_PAGES');
    expect(knownTo(template, 'UsersGetMe')).not.toHaveProperty('FORM_PAGES');
  });

  test('stand beside the routes to sign in of another layout', () => {
    const { template } = synthesize({ ...on(), routeLayout: RouteLayout.fastApiUsers() });
    expect(routesOf(template)).toEqual(
      expect.arrayContaining(['GET /auth/pages/{page}', 'POST /users/me/delete']),
    );
  });

  test('need a second factor on no page of another origin', () => {
    expect(() => synthesize({ ...on(), mfa: Mfa.totp() })).not.toThrow();
  });

  test('of no path that is another route of a user', () => {
    const below = ACTIONS.flatMap(({ route }) =>
      route?.method === 'GET' ? (/^\/\{id\}\/(\w+)$/.exec(route.path)?.slice(1) ?? []) : [],
    );
    expect(below.length).toBeGreaterThan(0);
    expect(Object.values(PAGES).filter((slug) => below.includes(slug))).toEqual([]);
  });
});

describe('pages are refused', () => {
  const refused = (options: Partial<HostedPagesOptions>) => refusal(() => on(options));

  test.each([
    ['a name that is empty', { brand: { name: '' } }, 'HostedPages.brand.name'],
    ['a name that is too long', { brand: { name: 'x'.repeat(65) } }, 'HostedPages.brand.name'],
    ['a language without texts', { languages: ['en', 'tlh'] }, 'HostedPages.languages'],
    ['no language', { languages: [] }, 'HostedPages.languages'],
    ['a language twice', { languages: ['en', 'en'] }, 'HostedPages.languages'],
    ['a home that is no path', { home: 'app' }, 'HostedPages.home'],
    ['a home on another host by its path', { home: '//evil.example' }, 'HostedPages.home'],
    ['a home without TLS', { home: 'http://example.com/' }, 'HostedPages.home'],
    [
      'a logo without TLS',
      { brand: { name: 'A', logoUrl: 'http://example.com/logo.svg' } },
      'HostedPages.brand.logoUrl',
    ],
    [
      'a property of another name',
      { brand: { name: 'A', style: { color: 'red' } } },
      'HostedPages.brand.style',
    ],
    [
      'a value that is more than one',
      { brand: { name: 'A', style: { '--users-accent': 'red; } body { display: none' } } },
      'HostedPages.brand.style',
    ],
  ])('with %s', (_, options, setting) => {
    expect(refused(options)).toMatch(`${setting}: got `);
  });

  test.each([
    ['without a backend with a cookie', { authBackends: [AuthBackend.jwt()] }, {}, 'pages'],
    ['with a backend that is none', {}, { backend: 'mobile' }, 'HostedPages.backend'],
    ['with a backend without a cookie', {}, { backend: 'jwt' }, 'HostedPages.backend'],
  ])('%s', (_, props, options, setting) => {
    expect(refusal({ ...on(options), ...props })).toMatch(`${setting}: got `);
  });
});

test('a field that a new user needs and no form can ask for is warned of', () => {
  const file = path.join(temporaryDirectory(), 'user-model.ts');
  writeFileSync(
    file,
    `import * as z from ${JSON.stringify(require.resolve('zod'))};
     export default z.object({ tags: z.array(z.string()), name: z.string() });`,
  );
  const { stack } = synthesize({ ...on(), userModel: UserModel.fromFile(file) }, newStack());
  const warnings = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('pages: '));
  expect(warnings.map(({ entry }) => entry.data)).toEqual([
    expect.stringContaining('pages: got a user model whose tags'),
  ]);
});
