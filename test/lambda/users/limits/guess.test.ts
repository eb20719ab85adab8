import { beforeEach, describe, expect, test } from '@jest/globals';
import { updateMe } from '../../../../lambda/users/accounts/update-me.ts';
import { login } from '../../../../lambda/users/login/login.ts';
import { NO_HOOKS } from '../../../../lambda/users/model/hooks.ts';
import { assertFreshProof } from '../../../../lambda/users/passwords/fresh-proof.ts';
import type { AccessClaims } from '../../../../lambda/users/sessions/session.ts';
import type { Credential, LoginCredential, Profile } from '../../../../lambda/users/user.ts';
import { Domain, issueClaims, ORIGIN, OWN, withCalls } from '../../../support/domain/domain.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../../support/passwords.ts';
import type { Stores } from '../../../support/stores/stores.ts';

const EMAIL = 'ada@example.com';
const bad = { code: 'LOGIN_BAD_CREDENTIALS' };
const tooMany = (retryAfter: number) => ({ code: 'TOO_MANY_REQUESTS', retryAfter });

describe('guesses at a password', () => {
  let domain: Domain;
  let ada: Profile;

  beforeEach(async () => {
    domain = new Domain();
    ada = await domain.user(EMAIL);
    await domain.hash.verify('', undefined);
    domain.forget();
  });

  interface Try {
    readonly password?: string;
    readonly username?: string;
    readonly ip?: string;
    readonly arrivedAt?: Date;
    readonly store?: Stores;
    readonly replaced?: AccessClaims;
    readonly more?: object;
  }
  const guess = ({ store = domain.store, replaced, more, ...given }: Try = {}) => {
    const { password = OTHER_PASSWORD, username = EMAIL, ip = ORIGIN.ip } = given;
    const { arrivedAt = domain.clock.now() } = given;
    const deps = { ...domain, store, attempts: store, issue: issueClaims, loginEvents: false };
    const input = { username, password, origin: { ...ORIGIN, ip }, arrivedAt, replaced };
    return login({ ...deps, ...more }, input);
  };
  /** The code of each of them, in order. */
  async function codes(tries: readonly Try[]): Promise<string[]> {
    const found: string[] = [];
    for (const each of tries) found.push(await codeOf(guess(each)));
    return found;
  }
  const codeOf = (answer: Promise<unknown>) =>
    answer.then(
      () => 'signed in',
      (error: { readonly code: string }) => error.code,
    );
  const times = (n: number, each: (index: number) => Try = () => ({})) =>
    Array.from({ length: n }, (_, index) => each(index));

  test('are answered five times from one address, and then locked for a second, right or wrong', async () => {
    expect(await codes(times(5))).toEqual(Array(5).fill(bad.code));
    domain.forget();
    await expect(guess()).rejects.toMatchObject(tooMany(1));
    await expect(guess({ password: PASSWORD })).rejects.toMatchObject(tooMany(1));
    expect({ calls: domain.store.calls, hashes: domain.hash.calls }).toEqual({
      calls: ['guessedCredential', 'guessedCredential'],
      hashes: [],
    });
  });

  test('are locked for twice as long after each further wrong one', async () => {
    await codes(times(5));
    for (const seconds of [1, 2, 4, 8]) {
      await expect(guess()).rejects.toMatchObject(tooMany(seconds));
      domain.clock.advance(seconds);
      expect(await codes(times(1))).toEqual([bad.code]);
    }
  });

  test('at an unknown name are treated like those at a known one', async () => {
    const unknown = { username: 'nobody@example.com' };
    const all = await codes(times(7, () => unknown));
    expect(all).toEqual(await codes(times(7)));
  });

  test('at what is no address are all at one name', async () => {
    const all = await codes(times(6, (index) => ({ username: `a password ${index}` })));
    expect(all).toEqual([...Array(5).fill(bad.code), 'TOO_MANY_REQUESTS']);
  });

  test('lock their own address out, and not the owner at another one', async () => {
    await codes(times(6));
    expect(await codes([{ password: PASSWORD, ip: '198.51.100.7' }])).toEqual(['signed in']);
  });

  test('made fast from one address are not counted against the name everywhere', async () => {
    await Promise.allSettled(times(200).map(guess));
    expect(await codes([{ ip: '198.51.100.7' }])).toEqual([bad.code]);
    const counted = [...domain.store.counted.values()].map(({ n }) => n);
    expect(Math.max(...counted)).toBeLessThanOrEqual(6);
  });

  test('are answered a hundred times from everywhere, and then the owner is locked out as well', async () => {
    const all = await codes(times(101, (index) => ({ ip: `198.51.100.${index}` })));
    expect(all.filter((code) => code === bad.code)).toHaveLength(100);
    await expect(guess({ password: PASSWORD, ip: '203.0.113.1' })).rejects.toMatchObject(
      tooMany(1),
    );
  });

  test('at many names from one address are answered a hundred times in 15 minutes', async () => {
    const all = await codes(times(101, (index) => ({ username: `user${index}@example.com` })));
    expect(all.filter((code) => code === bad.code)).toHaveLength(100);
    await expect(guess({ password: PASSWORD })).rejects.toMatchObject(tooMany(900));
    domain.clock.advance(900);
    expect(await codes([{ password: PASSWORD }])).toEqual(['signed in']);
  });

  test('are forgotten after 15 minutes without a wrong one', async () => {
    await codes(times(4));
    domain.clock.advance(900);
    expect(await codes(times(6))).toEqual([...Array(5).fill(bad.code), 'TOO_MANY_REQUESTS']);
  });

  test('that arrive at once are judged by that, however long they are worked on', async () => {
    const arrivedAt = domain.clock.now();
    await codes(times(5));
    domain.clock.advance(10);
    expect(await codes(times(3, () => ({ arrivedAt })))).toEqual(
      Array(3).fill('TOO_MANY_REQUESTS'),
    );
    expect(await codes([{}])).toEqual([bad.code]);
  });

  test('that are read before others are counted are answered five times all the same', async () => {
    const outcomes = await Promise.all(times(50).map((each) => codeOf(guess(each))));
    expect(outcomes.filter((code) => code === bad.code)).toHaveLength(5);
    expect(outcomes.filter((code) => code === 'TOO_MANY_REQUESTS')).toHaveLength(45);
  });

  describe('of which a right one is read before the wrong ones are counted', () => {
    const late = ({ replaced, ...more }: { readonly replaced?: AccessClaims } & object = {}) => {
      const store = withCalls(domain.store, {
        guessedCredential: async (email, counters) => {
          const found = await domain.store.guessedCredential(email, counters);
          await codes(times(5));
          return found;
        },
      });
      return guess({ password: PASSWORD, store, more, ...(replaced && { replaced }) });
    };
    const session = {
      ...{ sessionId: 'new', tokenVersion: 1, expiresAt: 4_000_000_000, ...ORIGIN },
      ...{ created_at: '', last_used_at: '' },
    };

    test.each([
      ['is not told where nothing is written', {}],
      ['is not told where its event is written', { loginEvents: true }],
      ['is not told to a user who has to verify the address', { requireVerification: true }],
      [
        'is not told by what a hook says',
        { issue: () => Promise.reject(new Error('a hook refuses')) },
      ],
    ])('%s', async (_, more) => {
      await expect(late(more)).rejects.toMatchObject(tooMany(1));
      expect(domain.store.events.map(({ type }) => type)).toEqual(['after-lockout']);
    });

    test('asks no hook, makes no hash and no credential, and writes nothing: its time tells nothing', async () => {
      const asked: string[] = [];
      const note = (name: string) => async () => {
        asked.push(name);
        return {};
      };
      const hooks = {
        ...{ ...NO_HOOKS, beforeLogin: async () => void asked.push('beforeLogin') },
        tokenClaims: note('tokenClaims'),
      };
      const outdated = {
        compare: async () => ({
          matches: true as const,
          replacement: async () => String(asked.push('replacement')),
        }),
      };
      const more = {
        ...{ loginEvents: true, issue: note('issue'), model: { ...domain.model, hooks } },
        hash: Object.assign(Object.create(domain.hash), outdated),
      };
      domain.forget();
      await expect(late(more)).rejects.toMatchObject(tooMany(1));
      expect({ asked, last: domain.store.calls.at(-1) }).toEqual({ asked: [], last: 'attempts' });
      expect(domain.store.calls).not.toContain('recordLogin');
    });

    test('at the current password asks no hook and no service, and makes no hash', async () => {
      const asked: string[] = [];
      const hooks = {
        ...{ ...NO_HOOKS, validatePassword: async () => void asked.push('validatePassword') },
        beforeUpdate: async () => void asked.push('beforeUpdate'),
      };
      const breached = { occurrences: async () => asked.push('breached') };
      const store = withCalls(domain.store, {
        guessedCredential: async (email, counters) => {
          const found = await domain.store.guessedCredential(email, counters);
          await codes(times(5));
          domain.forget();
          return found;
        },
      });
      const deps = { ...domain, store, breached, model: { ...domain.model, hooks } };
      const change = updateMe(deps, {
        ...{ profile: ada, changes: { password: 'a new battery staple' }, own: OWN },
      });
      await expect(change).rejects.toMatchObject(tooMany(1));
      expect({ asked, calls: domain.store.calls, hashes: domain.hash.calls }).toEqual({
        ...{ asked: [], calls: ['attempts'], hashes: ['verify'] },
      });
    });

    test('is told where it looked before the lock, whatever is counted while its answer is made', async () => {
      const issue = async (credential: LoginCredential) => {
        await codes(times(5));
        return issueClaims({ ...credential, addedClaims: {} });
      };
      const told = guess({ password: PASSWORD, more: { issue, loginEvents: true } });
      expect(await codeOf(told)).toBe('signed in');
    });

    test.each([
      ['where nothing is written', {}],
      ['where its event is written', { loginEvents: true }],
      [
        'where its session is stored',
        {
          issue: async ({ userId }: Credential) => ({
            ...{ credential: 'issued', lifetime: 60, session: { ...session, userId } },
          }),
        },
      ],
    ])('leaves the login whose cookie came with it as it is %s', async (_, more) => {
      const bob = await domain.user('bob@example.com');
      const replaced: AccessClaims = {
        ...{ userId: bob.user.id, sessionId: 'of the cookie', tokenVersion: bob.tokenVersion },
        keeping: { by: 'revocation', expiresAt: 4_000_000_000 },
      };
      await expect(late({ ...more, replaced })).rejects.toMatchObject(tooMany(1));
      expect(domain.store.calls).not.toContain('endPresented');
      expect(await domain.sessions.end(replaced, domain.clock.now())).toBe('ended');
      // Told, it does end.
      domain.clock.advance(1);
      const other = { ...replaced, sessionId: 'of another cookie' };
      expect(await codes([{ password: PASSWORD, more, replaced: other }])).toEqual(['signed in']);
      expect(await domain.sessions.end(other, domain.clock.now())).toBe('refused');
    });
  });

  test('share their counters with those at the current password of the same user', async () => {
    const sender = { ip: ORIGIN.ip, user_agent: '', arrivedAt: domain.clock.now() };
    const prove = (currentPassword: string) =>
      assertFreshProof(domain, ada, { recent: false, sender, currentPassword });
    await codes(times(3));
    for (let each = 0; each < 2; each++) {
      await expect(prove(OTHER_PASSWORD)).rejects.toMatchObject({
        code: 'REAUTHENTICATION_REQUIRED',
      });
    }
    await expect(prove(PASSWORD)).rejects.toMatchObject(tooMany(1));
    await expect(guess({ password: PASSWORD })).rejects.toMatchObject(tooMany(1));
  });

  test('are neither counted nor locked where nothing is', async () => {
    const off = { more: { bruteForce: undefined } };
    expect(await codes(times(30, () => off))).toEqual(Array(30).fill(bad.code));
    expect(await codes([{ ...off, password: PASSWORD }])).toEqual(['signed in']);
    expect(domain.store.counted.size).toBe(0);
  });

  test('name nobody in the table', async () => {
    await codes([{}, { username: 'my secret password' }]);
    expect(JSON.stringify([...domain.store.counted])).not.toMatch(/ada|secret/);
  });
});
