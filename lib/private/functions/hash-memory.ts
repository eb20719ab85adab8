import type { Action } from '../../contract/action.ts';
import type { PasswordHashSettings } from '../../contract/password-hash.ts';
import { Found, known, UsersApiError } from '../errors';
import { type FunctionSettings, optionsOf, overrideOf } from '../settings/function-options';
import type { GivenImportedHash } from '../settings/imported-hashes';
import type { Settings } from '../settings/settings';

/** MiB that a function takes beside its hashes, rounded up: `docs/cost.md` has what was measured. */
const WITHOUT_HASHES = 96;

/** Refuses a function less memory than the dearest of its hashes needs: it would end in the middle of a login. */
export function checkHashMemory(
  settings: FunctionSettings & Pick<Settings, 'passwordHash' | 'importedHashes'>,
  { name, action }: { readonly name: string; readonly action: Action },
): void {
  const memory = known(optionsOf(settings, name).memorySize);
  if (!action.hashes || memory === undefined) return;
  const hashes = [settings.passwordHash, ...settings.importedHashes];
  const least = WITHOUT_HASHES + Math.ceil(Math.max(...hashes.map(kibibytesOf)) / 1024);
  if (memory >= least) return;
  const isOwn = settings.functionOverrides[name]?.memorySize !== undefined;
  throw new UsersApiError(`${isOwn ? overrideOf(name) : 'functionOptions'}.memorySize`, {
    got: new Found(`${memory} for ${name}, which hashes passwords`),
    expected: `at least ${least}, with the ${least - WITHOUT_HASHES} MiB of its dearest hash`,
    fix: 'give it more, or leave it out for 1769',
  });
}

/** What schemes take that take memory. */
function kibibytesOf(hash: PasswordHashSettings | GivenImportedHash): number {
  if ('memory' in hash) return hash.memory;
  // 128 bytes for each of N times r (RFC 7914, 2).
  return 'logN' in hash ? (2 ** hash.logN * hash.r) / 8 : 0;
}
