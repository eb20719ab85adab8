import { bearer, OTHER_PASSWORD, PASSWORD, type Visitor } from '../support/visitor.ts';
import type { Case } from './case.ts';

const post = (visitor: Visitor, route: string, json: object) =>
  visitor.send({ method: 'POST', path: `/auth/${route}`, json });

async function mailed(
  visitor: Visitor,
  email: string,
  route: 'forgot-password' | 'request-verify-token',
) {
  await post(visitor, route, { email });
  return visitor.server.mailed(
    route === 'forgot-password' ? 'after-forgot-password' : 'after-request-verify',
    email,
  );
}

async function resetPassword(visitor: Visitor, email: string) {
  const token = await mailed(visitor, email, 'forgot-password');
  await post(visitor, 'reset-password', { token, password: OTHER_PASSWORD });
  return token;
}

/** What ends logins: each is followed by `GET /users/me` with the token of before. */
const ENDS: Readonly<
  Record<
    string,
    (visitor: Visitor, account: Awaited<ReturnType<Visitor['account']>>) => Promise<unknown>
  >
> = {
  'a logout': (visitor, { token }) =>
    visitor.send({ method: 'POST', path: '/auth/jwt/logout', headers: bearer(token) }),
  'a new password': async (visitor, { email }) =>
    visitor.patchMe(await visitor.tokenOf(email), {
      password: OTHER_PASSWORD,
      current_password: PASSWORD,
    }),
  'a reset': (visitor, { email }) => resetPassword(visitor, email),
  'a password set by a superuser': (visitor, { id }) =>
    visitor.asRoot('PATCH', `/users/${id}`, { password: OTHER_PASSWORD }),
  'a deactivation that was taken back': async (visitor, { id }) => {
    await visitor.asRoot('PATCH', `/users/${id}`, { is_active: false });
    await visitor.asRoot('PATCH', `/users/${id}`, { is_active: true });
  },
};

const SAME: Readonly<
  Record<
    string,
    (visitor: Visitor, account: Awaited<ReturnType<Visitor['account']>>) => Promise<unknown>
  >
> = {
  'a deactivation': (visitor, { id }) =>
    visitor.asRoot('PATCH', `/users/${id}`, { is_active: false }),
  'a deletion': (visitor, { id }) => visitor.asRoot('DELETE', `/users/${id}`),
  'a login elsewhere': (visitor, { email }) => visitor.tokenOf(email),
};

const tokenAfter = (kind: string, event: string, happen: (typeof ENDS)[string]): Case => ({
  kind,
  example: event,
  async run(visitor) {
    const account = await visitor.account();
    await happen(visitor, account);
    return visitor.me(account.token);
  },
});

export const lifecycleCases: readonly Case[] = [
  ...Object.entries(ENDS).map(([event, happen]) =>
    tokenAfter(
      'a token of before a logout, a new password, a reset or a deactivation',
      event,
      happen,
    ),
  ),
  ...Object.entries(SAME).map(([event, happen]) =>
    tokenAfter('a token after other events', event, happen),
  ),
  {
    kind: 'a reset token that was used',
    example: 'twice',
    async run(visitor) {
      const { email } = await visitor.account();
      const token = await resetPassword(visitor, email);
      return post(visitor, 'reset-password', { token, password: PASSWORD });
    },
  },
  {
    kind: 'a reset token of before a change of address',
    example: 'by a superuser',
    async run(visitor) {
      const { id, email } = await visitor.account();
      const token = await mailed(visitor, email, 'forgot-password');
      await visitor.asRoot('PATCH', `/users/${id}`, { email: visitor.newEmail() });
      return post(visitor, 'reset-password', { token, password: OTHER_PASSWORD });
    },
  },
  {
    kind: 'a verify token',
    example: 'once',
    async run(visitor) {
      const { email } = await visitor.account();
      return post(visitor, 'verify', {
        token: await mailed(visitor, email, 'request-verify-token'),
      });
    },
  },
  {
    kind: 'a verify token',
    example: 'twice',
    async run(visitor) {
      const { email } = await visitor.account();
      const token = await mailed(visitor, email, 'request-verify-token');
      await post(visitor, 'verify', { token });
      return post(visitor, 'verify', { token });
    },
  },
  {
    kind: 'a verify token',
    example: 'after a change of address',
    async run(visitor) {
      const { id, email } = await visitor.account();
      const token = await mailed(visitor, email, 'request-verify-token');
      await visitor.asRoot('PATCH', `/users/${id}`, { email: visitor.newEmail() });
      return post(visitor, 'verify', { token });
    },
  },
  {
    kind: '`is_verified` after a reset',
    example: 'the user',
    async run(visitor) {
      const { email } = await visitor.account();
      await resetPassword(visitor, email);
      return visitor.me(await visitor.tokenOf(email, OTHER_PASSWORD));
    },
  },
  {
    kind: 'an access token',
    example: 'its audience',
    async run(visitor) {
      const { token } = await visitor.account();
      const [, payload = ''] = token.split('.');
      const { aud } = JSON.parse(Buffer.from(payload, 'base64url').toString());
      return { status: 200, headers: new Headers(), body: { aud } };
    },
  },
];
