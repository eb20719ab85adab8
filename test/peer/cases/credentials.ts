import type { Request } from '../support/exchange.ts';
import { FRONT_END } from '../support/servers.ts';
import { type Account, bearer, PASSWORD, type Visitor } from '../support/visitor.ts';
import type { Case } from './case.ts';

/** Routes that ask who calls. */
const ROUTES: readonly (readonly [name: string, request: Request])[] = [
  ['GET /users/me', { method: 'GET', path: '/users/me' }],
  ['PATCH /users/me', { method: 'PATCH', path: '/users/me', json: {} }],
  ['POST /auth/jwt/logout', { method: 'POST', path: '/auth/jwt/logout' }],
  ['GET /users/{id}', { method: 'GET', path: '/users/0192d0f0-0000-7000-8000-000000000000' }],
  ['DELETE /users/{id}', { method: 'DELETE', path: '/users/0192d0f0-0000-7000-8000-000000000000' }],
];

const HEADERS: readonly (readonly [kind: string, header: (token: string) => string | undefined])[] =
  [
    ['no credential', () => undefined],
    ['a bearer token', (token) => `Bearer ${token}`],
    ['a bearer token', (token) => `bearer ${token}`],
    ['a bearer token', (token) => `BEARER ${token}`],
    ['a bearer token', (token) => `Bearer  ${token}`],
    ['a bearer token', (token) => `Bearer    ${token}`],
    ['what is no bearer token', () => 'Bearer'],
    ['what is no bearer token', () => 'Basic dXNlcjpwYXNz'],
    ['what is no bearer token', () => 'Bearer x'],
    ['what is no bearer token', () => 'Bearer x.y.z'],
    ['what is no bearer token', (token) => token],
    ['what is no bearer token', (token) => `Token ${token}`],
    ['what is no bearer token', (token) => `Bearer ${token} ${token}`],
    ['what is no bearer token', (token) => `Bearer ${token}x`],
    ['what is no bearer token', (token) => `Bearer "${token}"`],
  ];

const withHeader = (request: Request, authorization: string | undefined): Request => ({
  ...request,
  ...(authorization !== undefined && { headers: { authorization } }),
});

/** What stands in `Authorization` beside a good cookie. */
const BESIDE: readonly (readonly [kind: string, header: string])[] = [
  ['another `Authorization` beside a good cookie', 'Basic dXNlcjpwYXNz'],
  ['another `Authorization` beside a good cookie', 'Bearer x.y.z'],
  ['a malformed `Authorization` beside a good cookie', 'Bearer'],
  ['a malformed `Authorization` beside a good cookie', 'Bearer a b'],
];

const ORIGINS: readonly (readonly [
  kind: string,
  headers: (visitor: Visitor) => Record<string, string>,
])[] = [
  ['from its own origin', (visitor) => visitor.own()],
  ['from its own origin', () => ({ 'sec-fetch-site': 'same-origin' })],
  ['from an allowed origin', () => ({ origin: FRONT_END, 'sec-fetch-site': 'same-site' })],
  ['from another origin, or without `Origin`', () => ({})],
  ['from another origin, or without `Origin`', () => ({ origin: 'https://evil.example' })],
  ['from another origin, or without `Origin`', () => ({ origin: 'null' })],
  ['from another origin, or without `Origin`', () => ({ 'sec-fetch-site': 'cross-site' })],
];

/** What a browser does by cookie. */
const BY_COOKIE: readonly (readonly [does: string, request: Request])[] = [
  ['a read by cookie', { method: 'GET', path: '/users/me' }],
  ['a change by cookie', { method: 'PATCH', path: '/users/me', json: {} }],
  ['a change by cookie', { method: 'POST', path: '/auth/cookie/logout' }],
];

async function byCookie(visitor: Visitor, request: Request, headers: Record<string, string>) {
  const { email } = await visitor.account();
  const cookie = await visitor.cookieOf(email);
  return visitor.send({ ...request, headers: { ...headers, cookie } });
}

/** The name of the cookie, as the server has it, with another value. */
async function asCookie(visitor: Visitor, { email }: Account, value: string): Promise<string> {
  const [name] = (await visitor.cookieOf(email)).split('=');
  return `${name}=${value}`;
}

export const credentialCases: readonly Case[] = [
  ...ROUTES.flatMap(([route, request]) =>
    HEADERS.map(
      ([kind, header], index): Case => ({
        kind,
        example: `${route} ${index}`,
        async run(visitor) {
          const { token } = await visitor.account();
          return visitor.send(withHeader(request, header(token)));
        },
      }),
    ),
  ),
  ...BESIDE.map(
    ([kind, authorization]): Case => ({
      kind,
      example: authorization,
      run: (visitor) =>
        byCookie(
          visitor,
          { method: 'GET', path: '/users/me' },
          { ...visitor.own(), authorization },
        ),
    }),
  ),
  ...ORIGINS.flatMap(([from, headers], index) => [
    ...BY_COOKIE.map(
      ([does, request]): Case => ({
        kind: `${does} ${from}`,
        example: `${request.path} ${index}`,
        run: (visitor) => byCookie(visitor, request, headers(visitor)),
      }),
    ),
    {
      kind: `a change by cookie ${from}`,
      example: `login ${index}`,
      async run(visitor: Visitor) {
        const { email } = await visitor.account();
        return visitor.login({ username: email, password: PASSWORD }, 'cookie', headers(visitor));
      },
    },
  ]),
  {
    kind: 'the token of a bearer backend as a cookie',
    example: 'GET /users/me',
    async run(visitor) {
      const account = await visitor.account();
      const cookie = await asCookie(visitor, account, account.token);
      return visitor.send({ method: 'GET', path: '/users/me', headers: { cookie } });
    },
  },
  {
    kind: 'the value of a cookie as a bearer token',
    example: 'GET /users/me',
    async run(visitor) {
      const { email } = await visitor.account();
      const [, value = ''] = (await visitor.cookieOf(email)).split('=');
      return visitor.me(value);
    },
  },
  {
    kind: 'a logout of one backend with the credential of another',
    example: 'cookie',
    async run(visitor) {
      const { token } = await visitor.account();
      const headers = { ...bearer(token), ...visitor.own() };
      return visitor.send({ method: 'POST', path: '/auth/cookie/logout', headers });
    },
  },
  {
    kind: 'two cookies of one name',
    example: 'GET /users/me',
    async run(visitor) {
      const { email } = await visitor.account();
      const cookie = await visitor.cookieOf(email);
      const headers = { cookie: `${cookie}; ${cookie}` };
      return visitor.send({ method: 'GET', path: '/users/me', headers });
    },
  },
];
