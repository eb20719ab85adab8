/** By itself, as it is loaded only where users are told of new devices. */
import { DynamoDBKnownDevices } from '../adapters/dynamodb/login/device-store.ts';
import type { Composer } from '../users/events/change.ts';
import { notingDevices } from '../users/login/known-devices.ts';
import type { Runtime } from './runtime.ts';
import { at } from './stores/at.ts';

/** Notes the devices of logins on the way. */
export function notingKnownDevices(rt: Runtime, compose: Composer<'profile'>): Composer<'profile'> {
  const { clock, ids } = rt;
  return notingDevices({ devices: new DynamoDBKnownDevices(...at(rt)), clock, ids }, compose);
}
