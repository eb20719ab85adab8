import type { Request } from '../support/exchange.ts';
import { FRONT_END } from '../support/servers.ts';
import { bearer } from '../support/visitor.ts';
import type { Case } from './case.ts';

/** Every route of the library. */
const ROUTES: readonly (readonly [method: string, path: string])[] = [
  ['POST', '/auth/jwt/login'],
  ['POST', '/auth/jwt/logout'],
  ['POST', '/auth/cookie/login'],
  ['POST', '/auth/register'],
  ['POST', '/auth/forgot-password'],
  ['POST', '/auth/reset-password'],
  ['POST', '/auth/request-verify-token'],
  ['POST', '/auth/verify'],
  ['GET', '/users/me'],
  ['PATCH', '/users/me'],
  ['GET', '/users/0192d0f0-0000-7000-8000-000000000000'],
];

const ask = (kind: string, request: Request): Case => ({
  kind,
  example: `${request.method} ${request.path} ${JSON.stringify(request.headers ?? {})}`,
  run: (visitor) => visitor.send(request),
});

const preflight = (origin: string, headers?: string): Request => ({
  method: 'OPTIONS',
  path: '/users/me',
  headers: {
    origin,
    'access-control-request-method': 'PATCH',
    ...(headers !== undefined && { 'access-control-request-headers': headers }),
  },
});

const HEADERS = [
  'authorization',
  'content-type',
  'authorization,content-type',
  'x-requested-with',
  'x-csrf-token',
  'baggage,sentry-trace',
  'traceparent,tracestate',
];

export const routeCases: readonly Case[] = [
  ...ROUTES.map(([method, path]) => ask('a slash at the end', { method, path: `${path}/` })),
  ...[...new Set(ROUTES.map(([, path]) => path))].flatMap((path) => [
    ask('another method', { method: 'PUT', path }),
    ask('`OPTIONS` without the headers of CORS', { method: 'OPTIONS', path }),
  ]),
  ...['/', '/nothing', '/auth', '/auth/nothing', '/auth/other/login', '/users/me/nothing'].map(
    (path) => ask('no such route', { method: 'GET', path }),
  ),
  ask('`GET /openapi.json`', { method: 'GET', path: '/openapi.json' }),
  ask('`GET /docs`', { method: 'GET', path: '/docs' }),
  {
    kind: '`GET /users`',
    example: 'for a superuser',
    run: (visitor) => visitor.asRoot('GET', '/users'),
  },
  ask('a preflight from an allowed origin', preflight(FRONT_END)),
  ...HEADERS.map((headers) =>
    ask('a preflight from an allowed origin', preflight(FRONT_END, headers)),
  ),
  ask('a preflight that asks for another header', preflight(FRONT_END, 'x-anything')),
  ask('a preflight from another origin', preflight('https://evil.example', 'content-type')),
  ...[FRONT_END, 'https://evil.example'].map(
    (origin): Case => ({
      kind: 'a request with an `Origin`',
      example: origin,
      async run(visitor) {
        const { token } = await visitor.account();
        const headers = { ...bearer(token), origin };
        return visitor.send({ method: 'GET', path: '/users/me', headers });
      },
    }),
  ),
];
