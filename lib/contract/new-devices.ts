/** Devices that users have signed in from, so that they can be told of another one. */
import { may } from './action.ts';
import { KEYS } from './attributes.ts';
import { optionalJson } from './setting.ts';

/** Seconds for which a device is known after its last login: half a year. */
export const DEVICE_LIFETIME = 180 * 86_400;

/** Set where users are told. */
export const newDevices = optionalJson<true>()('newDevices');

/** How long a device is known. */
const KNOWN_UNTIL = [...KEYS, 'expires_at'] as const;

const onlyWith = 'newDeviceEvents';

/** What it takes to note the device of a login. */
export const NOTES_DEVICES = [
  may('Query', 'device', { attributes: KNOWN_UNTIL, onlyWith }),
  may('PutItem', 'device', { attributes: [...KNOWN_UNTIL, 'user_id', 'event'], onlyWith }),
  may('UpdateItem', 'device', { attributes: KNOWN_UNTIL, onlyWith }),
];
