import { beforeEach, describe, expect, test } from '@jest/globals';
import { register } from '../../../../lambda/users/accounts/register.ts';
import { updateMe } from '../../../../lambda/users/accounts/update-me.ts';
import { failingOpen } from '../../../../lambda/users/passwords/breached-passwords.ts';
import { newHash } from '../../../../lambda/users/passwords/new-hash.ts';
import { resetPassword } from '../../../../lambda/users/passwords/reset-password.ts';
import { Domain, OWN, SENDER } from '../../../support/domain/domain.ts';
import { COMPOSED, DECOMPOSED, OTHER_PASSWORD, PASSWORD } from '../../../support/passwords.ts';

const EMAIL = 'ada@example.com';
const CODE = 'REGISTER_INVALID_PASSWORD';
const reason = (times: string) =>
  `Password should not be known from data breaches; this one was found in them ${times}`;

describe('a new password', () => {
  let domain: Domain;
  const asked: string[] = [];
  /** Knows one password of breaches. */
  const breached = {
    async occurrences(password: string) {
      asked.push(password);
      return password === OTHER_PASSWORD ? 52_579 : 0;
    },
  };

  beforeEach(() => {
    domain = new Domain();
    asked.length = 0;
  });

  test('of a data breach is refused, with how often it was found', async () => {
    await expect(newHash({ ...domain, breached }, OTHER_PASSWORD, CODE)).rejects.toMatchObject({
      code: CODE,
      reason: reason('52579 times'),
    });
    const once = { occurrences: async () => 1 };
    await expect(newHash({ ...domain, breached: once }, PASSWORD, CODE)).rejects.toMatchObject({
      reason: reason('once'),
    });
  });

  test('that nobody has found is hashed', async () => {
    const hash = await newHash({ ...domain, breached }, PASSWORD, CODE);
    expect(await domain.hash.verify(PASSWORD, hash)).toBe(true);
    expect(asked).toEqual([PASSWORD]);
  });

  test('is looked up in its normal form, as it is hashed', async () => {
    await newHash({ ...domain, breached }, DECOMPOSED, CODE);
    expect(asked).toEqual([COMPOSED]);
  });

  test('is looked up while it is hashed, so that neither waits for the other', async () => {
    const [isAsked, isHashing] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const deps = {
      breached: {
        async occurrences() {
          isAsked.resolve();
          await isHashing.promise;
          return 0;
        },
      },
      hash: {
        async hash() {
          isHashing.resolve();
          await isAsked.promise;
          return 'hashed';
        },
      },
    };
    expect(await newHash(deps, PASSWORD, CODE)).toBe('hashed');
  });

  test('is asked of nobody where no service is', async () => {
    expect(await newHash(domain, OTHER_PASSWORD, CODE)).toMatch(/^\$/);
  });

  test('is taken while the service does not answer, and that is reported', async () => {
    const reported: unknown[] = [];
    const error = new Error('out of reach');
    const down = failingOpen(
      { occurrences: () => Promise.reject(error) },
      (problem) => void reported.push(problem),
    );
    expect(await newHash({ ...domain, breached: down }, OTHER_PASSWORD, CODE)).toMatch(/^\$/);
    expect(reported).toEqual([error]);
  });

  test('is looked up at a registration, a change and a reset, which then write nothing', async () => {
    const deps = {
      store: domain.store,
      passwords: domain.store,
      ...{ attempts: domain.store, bruteForce: domain.bruteForce },
      lockedOut: domain.lockedOut,
      ...{ hash: domain.hash, policy: domain.policy, model: domain.model },
      ...{ clock: domain.clock, ids: domain.ids, breached },
    };
    const refused = { reason: reason('52579 times') };
    const account = { email: EMAIL, password: OTHER_PASSWORD, sender: SENDER };
    await expect(register(deps, account)).rejects.toMatchObject({
      code: 'REGISTER_INVALID_PASSWORD',
      ...refused,
    });
    const profile = await domain.user(EMAIL);
    await expect(
      updateMe(deps, { profile, changes: { password: OTHER_PASSWORD }, own: OWN }),
    ).rejects.toMatchObject({ code: 'UPDATE_USER_INVALID_PASSWORD', ...refused });
    const claims = { userId: profile.user.id, email: EMAIL, credentialVersion: 1 };
    const tokens = { verify: async () => claims };
    const input = { token: 'of a mail', password: OTHER_PASSWORD, sender: SENDER };
    await expect(resetPassword({ ...deps, tokens }, input)).rejects.toMatchObject({
      code: 'RESET_PASSWORD_INVALID_PASSWORD',
      ...refused,
    });
    expect(domain.store.events).toEqual([]);
    expect(asked).toEqual(Array(3).fill(OTHER_PASSWORD));
  });

  test('that the policy refuses is told to nobody', async () => {
    const account = { email: EMAIL, password: 'password', sender: SENDER };
    await expect(register(Object.assign(domain, { breached }), account)).rejects.toMatchObject({
      code: CODE,
    });
    expect(asked).toEqual([]);
  });
});
