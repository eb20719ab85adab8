import { expect, test } from '@jest/globals';
import type { BegunLogin } from '../../../../lambda/users/login/second-factors.ts';
import { Mailing } from '../../../support/domain/mailing.ts';

const EMAIL = 'ada@example.com';
const BAD_CODE = { code: 'LOGIN_BAD_CODE' };
const factors = { totp: true, passkeys: 0, recoveryCodes: 10 };

test('a code by mail of a user with a second factor is used up, and the login goes on by its token or a new code', async () => {
  const domain = new Mailing();
  const logins: BegunLogin[] = [];
  const { user } = await domain.user(EMAIL, { is_verified: true });
  const attempt = await domain.ask();
  const code = await domain.code();
  const begun = {
    issue: async (login: BegunLogin) => {
      logins.push(login);
      return { token: 'mfa token', expiresAt: new Date(0) };
    },
  };
  const secondFactors = { begun, methods: ['totp', 'recovery_code'] } as const;
  const tryCode: Mailing['store']['tryCode'] = async (...given) => {
    const found = await domain.store.tryCode(...given);
    const { credential } = found;
    return { ...found, ...(credential && { credential: { ...credential, factors } }) };
  };
  const emailLogins = { ...domain.store, tryCode };
  const asked = Object.assign(domain, { secondFactors, emailLogins });
  expect(await asked.give(attempt, code)).toMatchObject({
    kind: 'mfa-required',
    methods: ['totp', 'recovery_code'],
  });
  expect(logins).toMatchObject([{ userId: user.id, email: EMAIL, amr: ['email'] }]);
  await expect(asked.give(attempt, code)).rejects.toMatchObject(BAD_CODE);
  domain.clock.advance(60);
  const again = await domain.ask();
  expect(await asked.give(again, await domain.code())).toMatchObject({ kind: 'mfa-required' });
  expect(logins).toHaveLength(2);
});
