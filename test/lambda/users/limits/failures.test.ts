import { beforeEach, describe, expect, test } from '@jest/globals';
import { register } from '../../../../lambda/users/accounts/register.ts';
import { updateMe } from '../../../../lambda/users/accounts/update-me.ts';
import { UsersError } from '../../../../lambda/users/errors.ts';
import { countingFailures } from '../../../../lambda/users/limits/failures.ts';
import { limitedBy } from '../../../../lambda/users/limits/guess.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { Domain, OWN, SENDER, withCalls } from '../../../support/domain/domain.ts';
import { PASSWORD } from '../../../support/passwords.ts';
import type { Stores } from '../../../support/stores/stores.ts';

const CODES = ['VERIFY_USER_BAD_TOKEN'] as const;
const BAD = { code: 'VERIFY_USER_BAD_TOKEN' };
const EMAIL = 'ada@example.com';

describe('failures of one address', () => {
  let domain: Domain;

  beforeEach(() => {
    domain = new Domain();
  });

  const sender = (ip: string) => ({ ...SENDER, ip, arrivedAt: domain.clock.now() });
  const attempt = (run: () => Promise<unknown>, ip = SENDER.ip, more: object = {}) => {
    const deps = { ...domain, ...more };
    const limited = limitedBy(deps, { item: 'verify-failures', sender: sender(ip) });
    return countingFailures(deps, limited, CODES, run);
  };
  const failed = async () => {
    throw new UsersError('VERIFY_USER_BAD_TOKEN');
  };
  const wrong = async (times: number, ip?: string) => {
    for (let each = 0; each < times; each++)
      await expect(attempt(failed, ip)).rejects.toMatchObject(BAD);
  };

  test('are answered a hundred times, and then refused until 15 minutes after the first', async () => {
    await wrong(60);
    domain.clock.advance(300);
    await wrong(40);
    const locked = { code: 'TOO_MANY_REQUESTS', retryAfter: 600 };
    await expect(attempt(failed)).rejects.toMatchObject(locked);
    domain.clock.advance(599);
    await expect(attempt(failed)).rejects.toMatchObject({ ...locked, retryAfter: 1 });
    domain.clock.advance(1);
    await wrong(1);
  });

  test('cost one call each, and a success costs none', async () => {
    await wrong(2);
    expect(domain.store.calls).toEqual(['count', 'count']);
    domain.forget();
    expect(await attempt(async () => 'verified')).toBe('verified');
    expect(domain.store.calls).toEqual([]);
  });

  test('refuse nothing that succeeds', async () => {
    await wrong(100);
    expect(await attempt(async () => 'verified')).toBe('verified');
  });

  test('are those of its network, and not those of others', async () => {
    await wrong(99, '2001:db8::1');
    await wrong(1, '2001:db8::2');
    await expect(attempt(failed, '2001:db8::3')).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
    });
    await wrong(1, '2001:db8:0:1::1');
  });

  test('count only by the codes of the row', async () => {
    const refused = async () => {
      throw new UsersError('VERIFY_USER_ALREADY_VERIFIED');
    };
    await expect(attempt(refused)).rejects.toMatchObject({ code: 'VERIFY_USER_ALREADY_VERIFIED' });
    const mistake = new Error('a mistake');
    await expect(attempt(() => Promise.reject(mistake))).rejects.toBe(mistake);
    expect(domain.store.calls).toEqual([]);
  });

  test('are not counted where nothing is', async () => {
    await expect(attempt(failed, SENDER.ip, { bruteForce: undefined })).rejects.toMatchObject(BAD);
    expect(domain.store.calls).toEqual([]);
  });

  test('of 200 at once are answered a hundred times', async () => {
    const racing = Array.from({ length: 200 }, () =>
      attempt(failed).catch(({ code }: UsersError) => code),
    );
    const codes = Object.groupBy((await Promise.all(racing)) as string[], (code) => code);
    expect(codes.VERIFY_USER_BAD_TOKEN).toHaveLength(100);
    expect(codes.TOO_MANY_REQUESTS).toHaveLength(100);
  });
});

describe('registrations of addresses that are taken', () => {
  let domain: Domain;

  beforeEach(async () => {
    domain = new Domain();
    await domain.user(EMAIL);
  });

  const signUp = (email: string, ip = SENDER.ip, store: Stores = domain.store) => {
    const deps = { ...domain, store };
    const sender = { ...SENDER, ip, arrivedAt: domain.clock.now() };
    const limited = limitedBy(deps, { item: 'register-failures', sender });
    return countingFailures(deps, limited, ['REGISTER_USER_ALREADY_EXISTS'], () =>
      register(deps, { email, password: PASSWORD, sender }),
    );
  };
  const taken = { code: 'REGISTER_USER_ALREADY_EXISTS' };
  const locked = { code: 'TOO_MANY_REQUESTS', retryAfter: 900 };
  async function lock(): Promise<void> {
    await domain.manyTaken({ ...SENDER, arrivedAt: domain.clock.now() });
    domain.forget();
  }
  const move = async (profile: Profile, email: string, own: object = {}) => {
    const sender = { ...SENDER, arrivedAt: domain.clock.now() };
    const changes = { email };
    const input = { profile, changes, own: { ...OWN, sender, ...own } };
    const limited = limitedBy(domain, { item: 'register-failures', sender });
    return countingFailures(domain, limited, ['UPDATE_USER_EMAIL_ALREADY_EXISTS'], () =>
      updateMe(domain, input),
    );
  };

  test('and moves to such addresses are counted and refused alike', async () => {
    const bob = await domain.user('bob@example.com');
    const moved = { code: 'UPDATE_USER_EMAIL_ALREADY_EXISTS' };
    for (let each = 0; each < 50; each++) {
      await expect(move(bob, EMAIL)).rejects.toMatchObject(moved);
      await expect(signUp(EMAIL)).rejects.toMatchObject(taken);
    }
    for (const email of [EMAIL, 'free@example.com']) {
      await expect(move(bob, email)).rejects.toMatchObject(locked);
      await expect(signUp(email)).rejects.toMatchObject(locked);
    }
    expect(await domain.profile(bob.user.id)).toEqual(bob);
    domain.forget();
    domain.clock.advance(900);
    expect((await move(bob, 'free@example.com')).email).toBe('free@example.com');
    expect(domain.store.calls).toEqual(['guessedCredential', 'attempts', 'update']);
  });

  test('lock out no superusers who move, as they may list all users', async () => {
    const root = await domain.user('root@example.com', { is_superuser: true });
    await lock();
    const moved = await move(root, 'free@example.com', { by: 'superuser' });
    expect(moved.email).toBe('free@example.com');
  });

  test('lock out those of free addresses as well, since either tells who has a user', async () => {
    await expect(signUp(EMAIL)).rejects.toMatchObject(taken);
    await lock();
    await expect(signUp(EMAIL)).rejects.toMatchObject(locked);
    await expect(signUp('bob@example.com')).rejects.toMatchObject(locked);
    expect((await domain.store.lookup([], { email: 'bob@example.com' })).owner).toBeUndefined();
    await signUp('bob@example.com', '198.51.100.1');
  });

  test('let others in once the time is over, although the counter is still there', async () => {
    await lock();
    domain.clock.advance(900);
    await signUp('bob@example.com');
    expect(domain.store.calls).toEqual(['create', 'attempts', 'create']);
  });

  test('cost nothing where an address is free', async () => {
    await signUp('bob@example.com');
    expect(domain.store.calls).toEqual(['create']);
  });

  test('are refused when others were counted in between', async () => {
    const store = withCalls(domain.store, {
      create: async (newUser) => {
        await lock();
        return domain.store.create(newUser);
      },
    });
    await expect(signUp('bob@example.com', SENDER.ip, store)).rejects.toMatchObject(locked);
  });
});
