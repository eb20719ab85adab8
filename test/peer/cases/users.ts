import { bearer, OTHER_PASSWORD, PASSWORD, type Visitor } from '../support/visitor.ts';
import { type Case, type Sample, shown } from './case.ts';

const UNKNOWN = '0192d0f0-0000-7000-8000-000000000000';

const CHANGES: readonly Sample<object>[] = [
  ['a change by a superuser', {}],
  ['a change by a superuser', { is_verified: true }],
  ['a change by a superuser', { is_active: false, is_superuser: true }],
  ['a change by a superuser', { password: OTHER_PASSWORD }],
  ['a change by a superuser', { password: null, unknown: 1 }],
  ['a change by a superuser to a short password', { password: 'short' }],
  ['`null` for a flag or the address, by a superuser', { is_active: null }],
  ['`null` for a flag or the address, by a superuser', { email: null }],
  ['a text or a number for a boolean', { is_verified: 'true' }],
  ['a text or a number for a boolean', { is_verified: 1 }],
  ['a text or a number for a boolean', { is_active: 'off' }],
  ['what is no boolean', { is_verified: 'maybe' }],
  ['what is no boolean', { is_verified: 2 }],
  ['what is no boolean', { is_verified: [] }],
];

async function asRoot(
  visitor: Visitor,
  method: string,
  path: (id: string) => string,
  json?: object,
) {
  const { id } = await visitor.account();
  return visitor.asRoot(method, path(id), json);
}

const aboutOneself = (method: 'PATCH' | 'DELETE', json?: object) => async (visitor: Visitor) => {
  const { id, token } = await visitor.account({ is_superuser: true });
  return visitor.send({ method, path: `/users/${id}`, headers: bearer(token), json });
};

export const userCases: readonly Case[] = [
  ...['GET', 'PATCH', 'DELETE'].flatMap((method): Case[] => {
    const json = method === 'PATCH' ? {} : undefined;
    return [
      {
        kind: 'a user, for a superuser',
        example: method,
        run: (visitor) => asRoot(visitor, method, (id) => `/users/${id}`, json),
      },
      {
        kind: 'a user, for a superuser',
        example: `${method} in upper case`,
        run: (visitor) => asRoot(visitor, method, (id) => `/users/${id.toUpperCase()}`, json),
      },
      {
        kind: 'a user who is not there',
        example: method,
        run: (visitor) => asRoot(visitor, method, () => `/users/${UNKNOWN}`, json),
      },
      {
        kind: 'an id that is none',
        example: method,
        run: (visitor) => asRoot(visitor, method, () => '/users/no-uuid', json),
      },
      {
        kind: 'a user, for another user',
        example: method,
        async run(visitor) {
          const { id } = await visitor.account();
          const { token } = await visitor.account();
          return visitor.send({ method, path: `/users/${id}`, headers: bearer(token), json });
        },
      },
    ];
  }),
  ...CHANGES.map(
    ([kind, json]): Case => ({
      kind,
      example: shown(json),
      run: (visitor) => asRoot(visitor, 'PATCH', (id) => `/users/${id}`, json),
    }),
  ),
  {
    kind: 'a change to an address that is taken',
    example: 'by a superuser',
    async run(visitor) {
      const { email } = await visitor.account();
      return asRoot(visitor, 'PATCH', (id) => `/users/${id}`, { email });
    },
  },
  {
    kind: 'a change to an address that is taken',
    example: 'of oneself',
    async run(visitor) {
      const { email } = await visitor.account();
      const { token } = await visitor.account();
      return visitor.patchMe(token, { email, current_password: PASSWORD });
    },
  },
  {
    kind: 'a registration of an address that is taken',
    example: 'register',
    async run(visitor) {
      const { email } = await visitor.account();
      const json = { email, password: PASSWORD };
      return visitor.send({ method: 'POST', path: '/auth/register', json });
    },
  },
  {
    kind: 'a new address or password without `current_password`',
    example: 'password',
    async run(visitor) {
      const { token } = await visitor.account();
      return visitor.patchMe(token, { password: OTHER_PASSWORD });
    },
  },
  {
    kind: 'a new address or password without `current_password`',
    example: 'address',
    async run(visitor) {
      const { token } = await visitor.account();
      return visitor.patchMe(token, { email: visitor.newEmail() });
    },
  },
  {
    kind: 'a change of oneself by `/users/{id}`',
    example: 'nothing',
    run: aboutOneself('PATCH', {}),
  },
  {
    kind: '`DELETE /users/me`',
    example: 'a user',
    async run(visitor) {
      const { token } = await visitor.account();
      const json = { current_password: PASSWORD };
      return visitor.send({ method: 'DELETE', path: '/users/me', headers: bearer(token), json });
    },
  },
];
