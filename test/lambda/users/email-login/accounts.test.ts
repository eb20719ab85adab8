import { beforeEach, describe, expect, test } from '@jest/globals';
import { InvalidFieldsError } from '../../../../lambda/users/errors.ts';
import { login } from '../../../../lambda/users/login/login.ts';
import { HookRefusal, NO_HOOKS } from '../../../../lambda/users/model/hooks.ts';
import { NO_CUSTOM_FIELDS, type UserModel } from '../../../../lambda/users/model/user-model.ts';
import { issuedBy, ORIGIN, required } from '../../../support/domain/domain.ts';
import { Mailing } from '../../../support/domain/mailing.ts';
import { PASSWORD } from '../../../support/passwords.ts';

const EMAIL = 'ada@example.com';
const BAD_CODE = { code: 'LOGIN_BAD_CODE' };

describe('a login with a code by mail', () => {
  let domain: Mailing;

  beforeEach(() => {
    domain = new Mailing();
  });

  describe('of a user who was never verified', () => {
    test('verifies the address, and ends the password and every login of whoever registered it', async () => {
      const { user } = await domain.user(EMAIL);
      const attempt = await domain.ask();
      const code = await domain.code();
      domain.forget();
      issuedBy(await domain.give(attempt, code));
      const { passwordHash, ...credential } = await domain.credential(EMAIL);
      expect({ passwordHash, ...credential }).toMatchObject({
        passwordHash: undefined,
        isVerified: true,
        tokenVersion: 2,
        credentialVersion: 2,
      });
      const profile = await domain.profile(user.id);
      expect(profile).toMatchObject({ passwordless: true, tokenVersion: 2 });
      expect(profile.user.is_verified).toBe(true);
      expect(domain.store.events).toEqual([
        expect.objectContaining({
          type: 'after-update',
          changed: ['is_verified', 'password'],
          actor: { id: user.id, by: 'token' },
        }),
      ]);
      domain.clock.advance(60);
      const arrivedAt = domain.clock.now();
      const again = { username: EMAIL, password: PASSWORD, origin: ORIGIN, arrivedAt };
      await expect(login(domain, again)).rejects.toMatchObject({ code: 'LOGIN_BAD_CREDENTIALS' });
    });

    test('is told by the verification where there was no password', async () => {
      await domain.removePassword(await domain.user(EMAIL));
      const attempt = await domain.ask();
      const code = await domain.code();
      domain.forget();
      issuedBy(await domain.give(attempt, code));
      expect(domain.store.events.map(({ type }) => type)).toEqual(['after-verify']);
    });

    test('is one of 20 that race with one code', async () => {
      await domain.user(EMAIL);
      const attempt = await domain.ask();
      const code = await domain.code();
      const racing = Array.from({ length: 20 }, () => domain.give(attempt, code));
      const outcomes = await Promise.allSettled(racing);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });
  });

  test('leaves the password of a verified user', async () => {
    await domain.user(EMAIL, { is_verified: true });
    const { passwordHash } = await domain.credential(EMAIL);
    const attempt = await domain.ask();
    await domain.give(attempt, await domain.code());
    expect(await domain.credential(EMAIL)).toMatchObject({ passwordHash, tokenVersion: 1 });
  });

  describe('of an address without a user, where users sign up so', () => {
    const NEW = 'new@example.com';

    beforeEach(() => {
      domain.signsUp = true;
    });

    const modelOf = (model: Partial<UserModel>): UserModel => ({
      ...NO_CUSTOM_FIELDS,
      hasFields: true,
      ...model,
    });

    test('is mailed with nothing but the address', async () => {
      await domain.ask(NEW);
      const { detail } = required(await domain.mailed(NEW));
      expect(detail.user).toEqual({ email: NEW });
      expect(detail).not.toHaveProperty('sequence');
    });

    test('makes the user: verified, and without a password', async () => {
      const attempt = await domain.ask(NEW);
      const code = await domain.code(NEW);
      domain.forget();
      const { userId } = issuedBy(await domain.give(attempt, code));
      expect(domain.store.calls).toEqual(['tryCode', 'create']);
      const profile = await domain.profile(userId);
      expect(profile).toMatchObject({
        passwordless: true,
        user: { email: NEW, is_active: true, is_superuser: false, is_verified: true },
      });
      expect(await domain.credential(NEW)).not.toHaveProperty('passwordHash');
      expect(domain.store.events).toEqual([
        expect.objectContaining({ type: 'after-register', actor: { id: userId, by: 'user' } }),
      ]);
    });

    test('makes one user of 20 that race with one code', async () => {
      const attempt = await domain.ask(NEW);
      const code = await domain.code(NEW);
      const racing = Array.from({ length: 20 }, () => domain.give(attempt, code));
      const outcomes = await Promise.allSettled(racing);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await domain.store.list({ limit: 10 })).toHaveLength(1);
    });

    test('makes none where the user model requires fields, which nobody was asked for', async () => {
      const onto = async () => Promise.reject(new InvalidFieldsError([]));
      Object.assign(domain, { model: modelOf({ change: () => ({ onto }) }) });
      const attempt = await domain.ask(NEW);
      const code = await domain.code(NEW);
      await expect(domain.give(attempt, code)).rejects.toMatchObject({
        code: 'LOGIN_REGISTRATION_REQUIRED',
      });
    });

    test('makes none where a hook refuses, and the code can be given again', async () => {
      const refusal = new HookRefusal('INVITATION_REQUIRED', 'ask for one');
      let refuses = true;
      const hooks = {
        ...NO_HOOKS,
        beforeRegister: async () => (refuses ? Promise.reject(refusal) : undefined),
      };
      Object.assign(domain, { model: modelOf({ hooks }) });
      const attempt = await domain.ask(NEW);
      const code = await domain.code(NEW);
      await expect(domain.give(attempt, code)).rejects.toBe(refusal);
      refuses = false;
      issuedBy(await domain.give(attempt, code));
    });
  });

  test('makes no user of a code that somebody made up, where nobody signs up so', async () => {
    const attempt = await domain.ask('nobody@example.com');
    const { id } = required(domain.store.events.at(-1));
    const { code } = await domain.emailCodes.issue({ email: 'nobody@example.com', id });
    await expect(domain.give(attempt, code)).rejects.toMatchObject(BAD_CODE);
    expect(await domain.store.list({ limit: 10 })).toEqual([]);
  });
});
