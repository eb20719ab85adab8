import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { App, CfnParameter } from 'aws-cdk-lib';
import { UsersApiExample } from '../../../bin/app';
import {
  AuthBackend,
  PasswordHash,
  RouteLayout,
  UsersApi,
  type UsersApiProps,
  UsersDomain,
} from '../../../lib';
import { ACTIONS, REFUSALS } from '../../../lib/contract/index.ts';
import { FAILURES } from '../../../lib/contract/refusal.ts';
import { isRouted, refusedBy } from '../../../lib/contract/refused.ts';
import { newStack, synthesize } from '../support';
import { everything } from './everything';

const ROOT = path.join(__dirname, '../../..');

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly security: readonly object[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly schema: object;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, object>> };
  readonly responses: Readonly<Record<string, { readonly headers?: object }>>;
}

type Document = ReturnType<typeof documentOf>;

function documentOf(users: UsersApi) {
  return users.openApi as {
    readonly servers: readonly object[];
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    readonly components: {
      readonly securitySchemes: Readonly<Record<string, object>>;
      readonly schemas: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
      readonly headers: Readonly<Record<string, { readonly required?: boolean }>>;
      readonly responses: Readonly<
        Record<string, { readonly headers: Readonly<Record<string, { readonly $ref: string }>> }>
      >;
    };
  };
}

const withProps = (props: UsersApiProps) => documentOf(synthesize(props, newStack()).users);

/** `POST /users/register` and so on. */
function routesOf({ paths }: Document): string[] {
  return Object.entries(paths).flatMap(([at, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${at}`),
  );
}

function operations({ paths }: Document): readonly Operation[] {
  return Object.values(paths).flatMap((methods) => Object.values(methods));
}

/** Every text in a value. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

describe('the document of an API with everything', () => {
  let document: Document;
  beforeAll(() => {
    document = documentOf(everything());
  });

  // What is at the root of the host is not below the URL of the API, and pages are for no program.
  const below = ACTIONS.filter(isRouted).filter(({ route }) => !route.atRoot && !route.forPeople);

  test.each(below.map((action) => [action.name, action] as const))(
    'has %s, with every status that it refuses with',
    (name, action) => {
      const isOfOne = action.perBackend || action.perClient;
      const served = isOfOne ? '(Jwt|Cookie|Session|Portal|Google|Github)' : '';
      const camel = (text: string) =>
        text.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
      const id = new RegExp(`^${camel(name)}${served}$`);
      const found = operations(document).filter(({ operationId }) => id.test(operationId));
      expect(found.length).toBeGreaterThan(0);
      const expected = [
        ...refusedBy(action).map(({ status }) => `${status}`),
        ...(action.hooks ? ['400'] : []),
        ...['429', '500', '503'],
      ];
      // One operation of several may have no body, or no cookie.
      const statuses = found.flatMap(({ responses }) => Object.keys(responses));
      expect(statuses).toEqual(expect.arrayContaining(expected));
      for (const { responses } of found) {
        expect(Object.keys(responses).filter((status) => status < '400')).not.toEqual([]);
      }
    },
  );

  test('has every code', () => {
    const texts = new Set(textsIn(document.components.schemas));
    const codes = [...Object.keys(REFUSALS), ...Object.keys(FAILURES)];
    expect(codes.filter((code) => !texts.has(code))).toEqual([]);
  });

  test('refers to nothing that it has not, and has nothing that nothing refers to', () => {
    const references = new Set(textsIn(document).filter((text) => text.startsWith('#/')));
    const { securitySchemes: _, ...kinds } = document.components;
    const parts = Object.entries(kinds).flatMap(([kind, named]) =>
      Object.keys(named).map((name) => `#/components/${kind}/${name}`),
    );
    expect([...references].toSorted()).toEqual(parts.toSorted());
  });

  test('names every operation once, and says of each who may call it', () => {
    const ids = operations(document).map(({ operationId }) => operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) < index)).toEqual([]);
    const byId = Object.fromEntries(
      operations(document).map(({ operationId, security }) => [operationId, security]),
    );
    expect({
      anyone: byId.register,
      backend: byId.logoutJwt,
      any: byId.getMe,
      refreshByBody: byId.refreshJwt,
      refreshByCookie: byId.refreshCookie,
    }).toEqual({
      anyone: [],
      backend: [{ jwt: [] }],
      any: [{ jwt: [] }, { cookie: [] }, { session: [] }, { portal: [] }],
      refreshByBody: [],
      refreshByCookie: [{ 'cookie-refresh': [] }],
    });
  });

  test('has the headers that every answer has on every answer of a function', () => {
    const bare = operations(document).flatMap(({ operationId, responses }) =>
      Object.entries(responses)
        .filter(([, each]) => !('$ref' in each) && !('X-Request-Id' in (each.headers ?? {})))
        .map(([status]) => `${operationId} ${status}`),
    );
    expect(bare).toEqual([]);
  });

  test('says of each header whether it is always there, except where API Gateway answers by itself', () => {
    const { responses, headers } = document.components;
    const required = (name: string) =>
      Object.values(responses[name]?.headers ?? {})
        .map(({ $ref }) => $ref.split('/').at(-1) ?? '')
        .filter((header) => headers[header]?.required);
    const common = [
      'Strict-Transport-Security',
      'X-Content-Type-Options',
      'Content-Security-Policy',
      'X-Request-Id',
      'Cache-Control',
    ];
    expect({
      own: required('ValidationError'),
      throttled: required('Throttled'),
      failed: required('InternalError'),
    }).toEqual({ own: common, throttled: [], failed: [] });
    expect({ location: headers.Location?.required, link: headers.Link?.required }).toEqual({
      location: true,
      link: undefined,
    });
  });

  test('asks for no parameter that has a default', () => {
    const asked = operations(document).flatMap(({ operationId, parameters = [] }) =>
      parameters
        .filter(({ required, schema }) => required && 'default' in schema)
        .map(({ name }) => `${operationId} ${name}`),
    );
    expect(asked).toEqual([]);
  });

  test('takes any text for the address that the list of users is searched by', () => {
    const list = operations(document).find(({ operationId }) => operationId === 'listUsers');
    expect(list?.parameters?.find(({ name }) => name === 'email')?.schema).toEqual({
      type: 'string',
      examples: ['ada@example.com'],
    });
  });
});

describe('the document of an API', () => {
  test('that is the example is in the repository', () => {
    const { node } = new UsersApiExample(new App(), 'Document');
    const { openApi } = node.findChild('Users') as UsersApi;
    const committed = readFileSync(path.join(ROOT, 'docs/openapi.json'), 'utf8');
    // Written by `npm run tables`.
    expect(JSON.parse(committed)).toEqual(openApi);
  });

  test('has only the routes and the codes of its own options', () => {
    const document = documentOf(synthesize().users);
    expect(
      routesOf(document).filter((route) => /oauth|associate|accounts|refresh|change/.test(route)),
    ).toEqual([]);
    const texts = textsIn(document);
    expect(texts).not.toContain('LOGIN_USER_NOT_VERIFIED');
    expect(textsIn(withProps({ requireVerification: true }))).toContain('LOGIN_USER_NOT_VERIFIED');
  });

  test('has a security scheme for each backend, as its credential travels', () => {
    const { securitySchemes } = withProps({
      authBackends: [AuthBackend.session(), AuthBackend.cookie({ cookieName: '__Host-acme' })],
    }).components;
    expect(securitySchemes).toMatchObject({
      session: { type: 'http', scheme: 'bearer' },
      cookie: { type: 'apiKey', in: 'cookie', name: '__Host-acme' },
    });
  });

  test('names a cookie on no answer of an API without cookies', () => {
    const document = withProps({ authBackends: [AuthBackend.jwt()] });
    expect(textsIn(document).filter((text) => text.includes('Set-Cookie'))).toEqual([]);
  });

  test('has the paths of its layout and its base path', () => {
    const layout = { routeLayout: RouteLayout.fastApiUsers() };
    expect({
      standard: routesOf(withProps({ basePath: '/' })).slice(0, 2),
      peer: routesOf(withProps(layout)).slice(0, 2),
      list: routesOf(withProps({ basePath: '/' })).includes('GET /'),
    }).toEqual({
      standard: ['POST /register', 'GET /me'],
      peer: ['POST /auth/register', 'GET /users/me'],
      list: true,
    });
  });

  test('is below the path of a proxy, and below a base path that the deployment knows', () => {
    const stack = newStack();
    const parameter = new CfnParameter(stack, 'Base').valueAsString;
    const token = documentOf(new UsersApi(stack, 'Users', { basePath: `/${parameter}` }));
    const proxy = withProps({ domain: UsersDomain.at('https://example.com/v1/users') });
    expect({
      default: documentOf(synthesize().users).servers,
      proxy: proxy.servers,
      underProxy: routesOf(proxy)[0],
      token: token.servers,
      underToken: routesOf(token)[0],
    }).toEqual({
      default: [{ url: '/' }],
      proxy: [{ url: '/v1' }],
      underProxy: 'POST /users/register',
      token: [{ url: `/${parameter}` }],
      underToken: 'POST /register',
    });
  });

  test('asks for passwords that its policy takes', () => {
    const { schemas } = withProps({ passwordPolicy: { minLength: 15 } }).components;
    expect(schemas).toMatchObject({
      RegisterBody: { properties: { password: { minLength: 15, maxLength: 1024 } } },
      LoginBody: { properties: { password: expect.not.objectContaining({ minLength: 15 }) } },
    });
    const bcrypt = withProps({ passwordHash: PasswordHash.bcrypt() }).components.schemas;
    expect(bcrypt).toMatchObject({ RegisterBody: { properties: { password: { maxLength: 72 } } } });
  });
});
