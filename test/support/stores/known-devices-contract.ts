import { describe, expect, test } from '@jest/globals';
import type { KnownDevice } from '../../../lambda/users/login/known-devices.ts';
import { ADA } from './stored-sessions.ts';
import { AT, LATER, type Start, StoredUsers } from './stored-users.ts';

const NOW = new Date(AT);
const DEVICE: KnownDevice = { userId: ADA, device: 'a-device', until: new Date(LATER) };

/** What every adapter of `KnownDevices` guarantees. */
export function describeKnownDevices(start: Start): void {
  const users = new StoredUsers(start);

  describe('devices of a user', () => {
    test('are those that were added, and of no other user', async () => {
      await users.store.addDevice(DEVICE, NOW, users.event('after-new-device'));
      await users.store.addDevice({ ...DEVICE, device: 'another' }, NOW, undefined);
      const known = await users.store.devicesOf(ADA);
      expect(known.toSorted((one, other) => (one.device < other.device ? -1 : 1))).toEqual([
        DEVICE,
        { ...DEVICE, device: 'another' },
      ]);
      expect(await users.store.devicesOf('another user')).toEqual([]);
    });

    test('are added once while they are known, and again once they are not', async () => {
      const until = new Date('2026-02-01T00:00:00.000Z');
      await users.store.addDevice(DEVICE, NOW, undefined);
      await users.store.addDevice({ ...DEVICE, until }, NOW, users.event('after-new-device'));
      expect(await users.store.devicesOf(ADA)).toEqual([DEVICE]);
      await users.store.addDevice({ ...DEVICE, until }, DEVICE.until, undefined);
      expect(await users.store.devicesOf(ADA)).toEqual([{ ...DEVICE, until }]);
    });

    test('are known for longer, unless they are gone', async () => {
      const until = new Date('2026-02-01T00:00:00.000Z');
      await users.store.keepDevice({ ...DEVICE, until });
      expect(await users.store.devicesOf(ADA)).toEqual([]);
      await users.store.addDevice(DEVICE, NOW, undefined);
      await users.store.keepDevice({ ...DEVICE, until });
      expect(await users.store.devicesOf(ADA)).toEqual([{ ...DEVICE, until }]);
    });
  });
}
