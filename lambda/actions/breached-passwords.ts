import { tableName } from '../../lib/contract/action.ts';
import { breachedPasswords as setting } from '../../lib/contract/passwords.ts';
import { breachedPasswords } from '../composition/breached-passwords.ts';
import type { Runtime } from '../composition/runtime.ts';
import { printCount } from '../print-count.ts';
import type { BreachedPasswords } from '../users/passwords/breached-passwords.ts';

/** Who knows passwords of data breaches, by the settings of the function; those that nobody has looked up are counted. */
export function knownBreaches(rt: Runtime): BreachedPasswords | undefined {
  const counted = { tableName: rt.get(tableName), clock: rt.clock };
  return breachedPasswords(rt.get(setting), rt, () => printCount(counted, 'UncheckedPasswords'));
}
