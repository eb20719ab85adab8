import type { Action } from '../../contract/action.ts';
import type { PasswordHashSettings } from '../../contract/password-hash.ts';
import { Found, known, UsersApiError } from '../errors';
import { type FunctionSettings, optionsOf, overrideOf } from '../settings/function-options';
import type { GivenImportedHash } from '../settings/imported-hashes';
import type { Settings } from '../settings/settings';

/** MiB that a function takes beside its hashes, rounded up: `docs/cost.md` has what was measured. */
const WITHOUT_HASHES = 96;

/** As many take turns in a process of Node.js. */
const THREADS = 4;

/** MiB that the allocator of Lambda's Linux gives back to the system at once. What is smaller each thread keeps for its next hash. */
const GIVEN_BACK = 32;

/** Of what a thread keeps, with the gaps that other allocations leave: measured. */
const WITH_GAPS = 1.8;

/** Refuses a function less memory than its hashes need: it would end in the middle of a login. */
export function checkHashMemory(
  settings: FunctionSettings & Pick<Settings, 'passwordHash' | 'importedHashes'>,
  { name, action }: { readonly name: string; readonly action: Action },
): void {
  const memory = known(optionsOf(settings, name).memorySize);
  if (!action.hashes || memory === undefined) return;
  const hashes = [settings.passwordHash, ...settings.importedHashes];
  const least = WITHOUT_HASHES + Math.ceil(Math.max(...hashes.map(heldBy)));
  if (memory >= least) return;
  const isOwn = settings.functionOverrides[name]?.memorySize !== undefined;
  throw new UsersApiError(`${isOwn ? overrideOf(name) : 'functionOptions'}.memorySize`, {
    got: new Found(`${memory} for ${name}, which hashes passwords`),
    expected: `at least ${least}, with ${least - WITHOUT_HASHES} MiB for its hashes`,
    fix: 'give it more, or leave it out for 1769',
  });
}

/** MiB that stay taken while a function makes one hash after another. */
function heldBy(hash: PasswordHashSettings | GivenImportedHash): number {
  const mebibytes = kibibytesOf(hash) / 1024;
  return mebibytes >= GIVEN_BACK ? mebibytes : THREADS * WITH_GAPS * mebibytes;
}

/** What schemes take that take memory. */
function kibibytesOf(hash: PasswordHashSettings | GivenImportedHash): number {
  if ('memory' in hash) return hash.memory;
  // 128 bytes for each of N times r (RFC 7914, 2).
  return 'logN' in hash ? (2 ** hash.logN * hash.r) / 8 : 0;
}
