import { beforeEach, describe, expect, test } from '@jest/globals';
import type { StoredEvent } from '../../../../lambda/users/events/event.ts';
import { deviceOf, notingDevices } from '../../../../lambda/users/login/known-devices.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { DEVICE_LIFETIME } from '../../../../lib/contract/new-devices.ts';
import { Domain } from '../../../support/domain/domain.ts';

const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (like Gecko) Chrome/140.0.0.0 Safari/537.36';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';
const HOME = '203.0.113.7';

interface From {
  readonly ip?: string;
  readonly user_agent?: string;
}

describe('the device of a login', () => {
  let domain: Domain;
  let profile: Profile;

  beforeEach(async () => {
    domain = new Domain();
    profile = await domain.user('ada@example.com');
  });

  /** The relay reads of a login. @returns the events that devices raised so far */
  async function login(
    { ip = HOME, user_agent = CHROME }: From = {},
    event: Partial<StoredEvent> = {},
  ) {
    const deps = { devices: domain.store, clock: domain.clock, ids: domain.ids };
    const actor = { id: profile.user.id, by: 'user' } as const;
    const at = domain.clock.now().toISOString();
    const id = domain.ids.next();
    const stored = { id, type: 'after-login', at, actor, backend: 'jwt' } as const;
    const composed = await notingDevices(
      deps,
      async () => undefined,
    )({
      user: profile.user,
      event: { ...stored, ip, user_agent, ...event },
    });
    expect(composed).toBeUndefined();
    return domain.store.events.filter(({ type }) => type === 'after-new-device');
  }

  test('is told to nobody where it is the first one', async () => {
    expect(await login()).toEqual([]);
  });

  test.each<[string, From]>([
    ['another kind of browser', { user_agent: FIREFOX }],
    ['another part of the network', { ip: '198.51.100.7' }],
    ['in a network of the other kind', { ip: '2001:db8::1' }],
    ['one that says nothing', { ip: '', user_agent: '' }],
  ])('is told once where it is %s', async (_, other) => {
    await login();
    const [event, ...others] = await login(other);
    expect(others).toEqual([]);
    expect(event).toEqual({
      id: expect.any(String),
      type: 'after-new-device',
      at: domain.clock.now().toISOString(),
      actor: { id: profile.user.id, by: 'user' },
      backend: 'jwt',
      ip: other.ip ?? HOME,
      user_agent: other.user_agent ?? CHROME,
    });
    expect(await login(other)).toHaveLength(1);
    expect(await login()).toHaveLength(1);
  });

  test.each<[string, From]>([
    [
      'the same browser in a later version',
      { user_agent: CHROME.replace('140.0.0.0', '141.2.3.4') },
    ],
    ['another address of the same part of the network', { ip: '203.0.200.9' }],
  ])('is known where it is %s', async (_, same) => {
    await login();
    expect(await login(same)).toEqual([]);
  });

  test('is known for half a year after its last login', async () => {
    await login();
    await login({ user_agent: FIREFOX });
    domain.clock.advance(DEVICE_LIFETIME - 1);
    expect(await login()).toHaveLength(1);
    domain.clock.advance(1);
    expect(await login()).toHaveLength(1);
    expect(await login({ user_agent: FIREFOX })).toHaveLength(2);
  });

  test('takes one read where it is known, and one write a day', async () => {
    await login();
    domain.forget();
    await login();
    expect(domain.store.calls).toEqual(['devicesOf']);
    domain.clock.advance(86_401);
    await login();
    await login();
    expect(domain.store.calls.slice(1)).toEqual(['devicesOf', 'keepDevice', 'devicesOf']);
  });

  test('is told once where the login is read twice', async () => {
    await login();
    const id = domain.ids.next();
    await login({ user_agent: FIREFOX }, { id });
    expect(await login({ user_agent: FIREFOX }, { id })).toHaveLength(1);
  });

  test('is noted of logins, and of no other change', async () => {
    await login({}, { type: 'after-update' });
    expect(domain.store.calls).toEqual([]);
  });

  test('has a name that tells neither what it is nor who shares it', () => {
    const device = { ip: HOME, user_agent: CHROME };
    expect(deviceOf('ada', device)).toMatch(/^[\w-]{43}$/);
    expect(deviceOf('ada', device)).not.toBe(deviceOf('bob', device));
  });
});
