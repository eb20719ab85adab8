import { beforeEach, describe, expect, test } from '@jest/globals';
import { factorCounter } from '../../../../lambda/users/limits/counter.ts';
import { liftLockout, liftLockouts } from '../../../../lambda/users/limits/lockouts.ts';
import { login } from '../../../../lambda/users/login/login.ts';
import { resetPassword } from '../../../../lambda/users/passwords/reset-password.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { composed } from '../../../support/domain/composers.ts';
import { Domain, issueClaims, ORIGIN, required, SENDER } from '../../../support/domain/domain.ts';
import { resetTokens } from '../../../support/domain/keys.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../../support/passwords.ts';

const EMAIL = 'ada@example.com';
const LOCKED = { code: 'TOO_MANY_REQUESTS' };

describe('a lockout', () => {
  let domain: Domain;
  let ada: Profile;

  beforeEach(async () => {
    domain = new Domain();
    ada = await domain.user(EMAIL);
  });

  const signIn = (password: string, { username = EMAIL, ip = ORIGIN.ip } = {}) =>
    login(
      { ...domain, attempts: domain.store, issue: issueClaims, loginEvents: false },
      { username, password, origin: { ...ORIGIN, ip }, arrivedAt: domain.clock.now() },
    );
  /** Wrong passwords, one after the other; what they are answered is not of interest. */
  async function wrong(times: number, from: Parameters<typeof signIn>[1] = {}): Promise<void> {
    for (let each = 0; each < times; each++) await signIn(OTHER_PASSWORD, from).catch(() => {});
  }
  const raised = () =>
    domain.store.events.map(({ type, attempts, ip }) => ({ type, attempts, ip }));
  const lockout = (attempts: number, ip: string) => ({ type: 'after-lockout', attempts, ip });

  test('is an event at exactly the limit of one address, and counted', async () => {
    await wrong(4);
    expect({ events: raised(), lockouts: domain.lockouts }).toEqual({ events: [], lockouts: 0 });
    await wrong(1);
    expect(domain.store.events).toEqual([
      {
        id: expect.any(String),
        type: 'after-lockout',
        at: domain.clock.now().toISOString(),
        actor: { id: null, by: 'user' },
        attempts: 5,
        ip: ORIGIN.ip,
        user_agent: ORIGIN.user_agent,
      },
    ]);
    expect(domain.lockouts).toBe(1);
    for (let longer = 0; longer < 4; longer++) {
      domain.clock.advance(2 ** longer);
      await wrong(3);
    }
    expect({ events: raised().length, lockouts: domain.lockouts }).toEqual({
      events: 1,
      lockouts: 1,
    });
  });

  test('is an event at most once an hour for a name, wherever the guesses come from, and counted each time', async () => {
    for (let address = 0; address < 20; address++) {
      await wrong(5, { ip: `198.51.100.${address}` });
      domain.clock.advance(1);
    }
    expect(raised()).toEqual([lockout(5, '198.51.100.0')]);
    domain.clock.advance(3600 - 21);
    await wrong(5);
    expect({ events: raised().length, lockouts: domain.lockouts }).toEqual({
      events: 1,
      lockouts: 22,
    });
    domain.clock.advance(1);
    await wrong(5, { ip: '203.0.113.1' });
    expect(raised()).toEqual([lockout(5, '198.51.100.0'), lockout(5, '203.0.113.1')]);
    expect(new Set(domain.store.events.map(({ id }) => id)).size).toBe(2);
  });

  test('is told no sooner again after a superuser ended it', async () => {
    await wrong(5);
    await liftLockout({ lockouts: domain.store }, { email: EMAIL });
    await wrong(5);
    expect(raised()).toEqual([lockout(5, ORIGIN.ip)]);
  });

  test('is an event at exactly the limit of all addresses together', async () => {
    for (let address = 0; address < 34; address++) await wrong(3, { ip: `198.51.100.${address}` });
    expect(raised()).toEqual([lockout(100, '198.51.100.33')]);
    expect(domain.lockouts).toBe(1);
  });

  test('of a name without a user is counted, and nobody is told', async () => {
    await wrong(5, { username: 'nobody@example.com' });
    await wrong(5, { username: PASSWORD });
    expect({ events: raised(), lockouts: domain.lockouts }).toEqual({ events: [], lockouts: 2 });
  });

  test('of an address for all names is neither', async () => {
    for (let name = 0; name < 101; name++) await wrong(1, { username: `user${name}@example.com` });
    await expect(signIn(PASSWORD)).rejects.toMatchObject(LOCKED);
    expect({ events: raised(), lockouts: domain.lockouts }).toEqual({ events: [], lockouts: 0 });
  });

  test('is told with the user as they are, and of no user who is gone', async () => {
    await wrong(5);
    const [event] = domain.store.events;
    if (!event) throw new Error('no event');
    const change = { kind: 'lockout-notice', userId: ada.user.id, event } as const;
    expect(await composed(domain, change)).toMatchObject({
      type: 'after-lockout',
      detail: { user: ada.user, attempts: 5, ip: ORIGIN.ip, actor: { id: null, by: 'user' } },
    });
    expect(await composed(domain, { ...change, userId: 'gone' })).toBeUndefined();
  });

  test('is lifted for every address, and the counter of where the guesses came from stays', async () => {
    const ips = ['198.51.100.1', '198.51.100.2', '2001:db8::1'];
    for (const ip of ips) await wrong(5, { ip });
    await liftLockout({ lockouts: domain.store }, { email: EMAIL });
    for (const ip of ips) await signIn(PASSWORD, { ip });
    const left = [...domain.store.counted].map(([key, { n }]) => ({ key: key.split('#')[1], n }));
    expect(left).toEqual(ips.map(() => ({ key: 'login-failures', n: 5 })));
  });

  test('of codes is lifted with that of passwords, for a user who has an app', async () => {
    const counter = factorCounter(ada.user.id);
    const wrongCode = async () => {
      const [watched] = await domain.store.attempts([counter]);
      const at = domain.clock.now();
      await domain.store.count(required(watched), { id: domain.ids.next(), arrivedAt: at, at });
    };
    const factors = { totp: true, passkeys: 0, recoveryCodes: 10 };
    const seen = async () => (await domain.store.attempts([counter]))[0]?.seen?.n;
    await wrongCode();
    await wrong(1);
    await liftLockouts({ lockouts: domain.store }, ada);
    expect(await seen()).toBe(1);
    await liftLockouts({ lockouts: domain.store }, { ...ada, factors });
    expect(await seen()).toBeUndefined();
    expect([...domain.store.counted.keys()].map((key) => key.split('#')[1])).toEqual([
      'login-failures',
    ]);
  });

  test('ends by a reset, in its write for where that comes from', async () => {
    const tokens = resetTokens(domain.clock);
    const here = { ...SENDER, ip: '2001:db8:1:2::1' };
    await wrong(5, { ip: here.ip });
    await wrong(5, { ip: '198.51.100.1' });
    const { credentialVersion } = await domain.credential(EMAIL);
    const at = domain.clock.now().toISOString();
    const { token } = await tokens.issue(
      { userId: ada.user.id, email: EMAIL, credentialVersion },
      { id: domain.ids.next(), type: 'after-forgot-password', at },
    );
    domain.forget();
    await resetPassword({ ...domain, tokens }, { token, password: OTHER_PASSWORD, sender: here });
    expect(domain.store.calls).toEqual(['resetPassword']);
    await signIn(OTHER_PASSWORD, { ip: '2001:db8:1:2::ffff' });
    const elsewhere = { ip: '198.51.100.1' };
    await expect(signIn(OTHER_PASSWORD, elsewhere)).rejects.toMatchObject(LOCKED);
    const [event] = domain.store.events;
    if (!event) throw new Error('no event');
    await composed(domain, { kind: 'profile', user: ada.user, event });
    await signIn(OTHER_PASSWORD, elsewhere);
  });
});
