import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { DEVICE_LIFETIME } from '../../../lib/contract/new-devices.ts';
import type { Clock } from '../clock.ts';
import type { Composer } from '../events/change.ts';
import { ANYONE, type NewEvent, type StoredEvent } from '../events/event.ts';
import type { Ids } from '../ids.ts';
import { networkOf } from '../limits/network.ts';

/** What a user has signed in from. */
export interface KnownDevice {
  readonly userId: string;
  /** As `deviceOf` names it. */
  readonly device: string;
  readonly until: Date;
}

/** Devices of users; `SERVICE_UNAVAILABLE` while they are out of reach. */
export interface KnownDevices {
  /** Those that are stored, some of which may be known no longer. */
  devicesOf(userId: string): Promise<readonly KnownDevice[]>;
  /**
   * Notes one unless it is known at `now`, by one conditional write: so a login that is read again tells nobody twice.
   *
   * @param event what the user is told, if anything
   */
  addDevice(device: KnownDevice, now: Date, event: NewEvent | undefined): Promise<void>;
  /** Knows one for longer, unless it is gone. */
  keepDevice(device: KnownDevice): Promise<void>;
}

export interface KnownDevicesDeps {
  readonly devices: KnownDevices;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** A device in use isn't noted again within this time. */
const NOTED_EVERY_MS = 86_400_000;

/** Notes the device of every login, off the request's path, before the login itself is told. */
export const notingDevices =
  (deps: KnownDevicesDeps, compose: Composer<'profile'>): Composer<'profile'> =>
  async (change) => {
    const { event, user } = change;
    if (event.type === 'after-login') await noteDevice(deps, user.id, event);
    return compose(change);
  };

/** The first device of all is told to nobody: it is the one that the user began with, or was used before devices were noted. */
async function noteDevice(deps: KnownDevicesDeps, userId: string, login: StoredEvent) {
  const now = deps.clock.now();
  const all = await deps.devices.devicesOf(userId);
  const known = all.filter(({ until }) => until > now);
  const device = deviceOf(userId, login);
  const noted = { userId, device, until: new Date(now.getTime() + DEVICE_LIFETIME * 1000) };
  const own = known.find((each) => each.device === device);
  if (own === undefined) {
    const event = known.length > 0 ? newDeviceEvent(deps, login) : undefined;
    await deps.devices.addDevice(noted, now, event);
  } else if (noted.until.getTime() - own.until.getTime() > NOTED_EVERY_MS) {
    await deps.devices.keepDevice(noted);
  }
}

function newDeviceEvent({ ids }: KnownDevicesDeps, login: StoredEvent): NewEvent {
  const { at, actor = ANYONE, backend = '', ip = '', user_agent = '' } = login;
  return { id: ids.next(), type: 'after-new-device', at, actor, backend, ip, user_agent };
}

/**
 * What a login comes from, of which an API sees the kind of browser, whatever its version is, in a part of the network.
 * Without the network a thief with the commonest browser would be no new device; without the browser nobody else in the
 * network would be. It is a hash of the user as well, so that nobody can tell which users share a device.
 */
export function deviceOf(
  userId: string,
  { ip = '', user_agent = '' }: Pick<StoredEvent, 'ip' | 'user_agent'>,
): string {
  const browser = user_agent.replace(/\d[\d._]*/g, '');
  return createHash('sha256')
    .update(JSON.stringify([userId, browser, partOfNetwork(ip)]))
    .digest('base64url');
}

/** A /16 of IPv4 or a /32 of IPv6, about what one provider has in one place: addresses in it change by themselves. */
function partOfNetwork(address: string): string {
  const network = networkOf(address);
  const separator = isIP(network) === 4 ? '.' : ':';
  return network.split(separator).slice(0, 2).join(separator);
}
