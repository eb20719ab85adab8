import type { Request } from '../support/exchange.ts';
import { bearer, PASSWORD, type Visitor } from '../support/visitor.ts';
import { type Case, type Sample, shown } from './case.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

/** Bodies that no route can take, or only the library. */
const SYNTAX: readonly Sample<Pick<Request, 'body' | 'headers'>>[] = [
  ['a body that is no JSON', { body: '{', headers: JSON_TYPE }],
  ['a body that is no JSON', { body: '{"email":}', headers: JSON_TYPE }],
  [
    'a body that is not UTF-8',
    { body: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), headers: JSON_TYPE },
  ],
  ['a body that is no object', { body: '[]', headers: JSON_TYPE }],
  ['a body that is no object', { body: '"text"', headers: JSON_TYPE }],
  ['a body that is no object', { body: '1', headers: JSON_TYPE }],
  ['no body', { body: 'null', headers: JSON_TYPE }],
  ['no body', {}],
  ['no body', { body: '', headers: JSON_TYPE }],
  ['a body of another content type', { body: '{}', headers: { 'content-type': 'text/plain' } }],
  [
    'a body of another content type',
    { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  ],
  [
    'a body of another content type',
    { body: '{}', headers: { 'content-type': 'application/vnd.api+json' } },
  ],
  ['a body over 16 KiB', { body: `{"a":"${'x'.repeat(17_000)}"}`, headers: JSON_TYPE }],
];

/** Fields that are missing or of the wrong type, by route. */
const FIELDS: Readonly<Record<string, readonly Sample<object>[]>> = {
  '/auth/register': [
    ['a field that is missing', {}],
    ['a field that is missing', { email: 'ada@example.com' }],
    ['a field that is missing', { password: PASSWORD }],
    ['a field of the wrong type', { email: 'ada@example.com', password: 1 }],
    ['a field of the wrong type', { email: null, password: PASSWORD }],
    ['a field of the wrong type', { email: 'ada@example.com', password: null }],
  ],
  '/auth/forgot-password': [
    ['a field that is missing', {}],
    ['a field of the wrong type', { email: null }],
  ],
  '/auth/request-verify-token': [
    ['a field that is missing', {}],
    ['a field of the wrong type', { email: null }],
  ],
  '/auth/reset-password': [
    ['a field that is missing', {}],
    ['a field that is missing', { token: 'a' }],
    ['a field that is missing', { password: PASSWORD }],
    ['a field of the wrong type', { token: 1, password: PASSWORD }],
    ['a token that is none', { token: 'a', password: PASSWORD }],
    ['a token that is none', { token: '', password: PASSWORD }],
    ['a token that is none', { token: 'a.b.c', password: 'short' }],
  ],
  '/auth/verify': [
    ['a field that is missing', {}],
    ['a field of the wrong type', { token: null }],
    ['a token that is none', { token: 'a' }],
    ['a token that is none', { token: 'a.b.c' }],
  ],
  '/users/me': [
    ['a change of nothing', {}],
    ['a change of nothing', { unknown: 1 }],
    ['a change of nothing', { password: null }],
    ['a change of nothing', { is_superuser: true, is_verified: true, is_active: false }],
    ['a change of nothing', { id: 'mine' }],
    ['a field of the wrong type', { password: 1 }],
    ['a field of the wrong type', { email: [] }],
    ['a flag that is no boolean, of oneself', { is_active: 'maybe' }],
    ['a flag that is no boolean, of oneself', { is_superuser: {} }],
  ],
};

async function send(visitor: Visitor, path: string, request: Partial<Request>) {
  if (path !== '/users/me') return visitor.send({ method: 'POST', path, ...request });
  const { token } = await visitor.account();
  const headers = { ...request.headers, ...bearer(token) };
  return visitor.send({ method: 'PATCH', path, ...request, headers });
}

/** What a registration may say of the new user. */
const REGISTRATIONS: readonly Sample<object>[] = [
  ['a registration', { is_active: false, is_superuser: true, is_verified: true }],
  ['a registration', { is_active: null, is_superuser: null, is_verified: null }],
  ['a registration', { unknown: 'field', id: 'mine' }],
  ['a flag that is no boolean, at registration', { is_superuser: 'maybe' }],
  ['a flag that is no boolean, at registration', { is_active: [] }],
];

export const bodyCases: readonly Case[] = [
  ...Object.keys(FIELDS).flatMap((path) =>
    SYNTAX.map(
      ([kind, request], index): Case => ({
        kind,
        example: `${path} ${index}`,
        run: (visitor) => send(visitor, path, request),
      }),
    ),
  ),
  ...Object.entries(FIELDS).flatMap(([path, samples]) =>
    samples.map(
      ([kind, json]): Case => ({
        kind,
        example: `${path} ${shown(json)}`,
        run: (visitor) => send(visitor, path, { json }),
      }),
    ),
  ),
  ...REGISTRATIONS.map(
    ([kind, flags]): Case => ({
      kind,
      example: `register ${shown(flags)}`,
      run: (visitor) =>
        visitor.send({
          method: 'POST',
          path: '/auth/register',
          json: { email: visitor.newEmail(), password: PASSWORD, ...flags },
        }),
    }),
  ),
];
