import {
  type Bounds,
  IMPORTED_HASH_BOUNDS,
  MOST_SCRYPT_MEBIBYTES,
  scryptMebibytes,
} from '../../../lib/contract/imported-hash-bounds.ts';
import type { ImportedHashSettings } from '../../../lib/contract/password-hash.ts';

/** @throws RangeError for what the construct would refuse as `importedHashes`, too */
export function checkImportedHashes(given: readonly ImportedHashSettings[]): void {
  if (!Array.isArray(given)) {
    throw refusal('importedHashes', given, "a list such as [{ scheme: 'bcrypt', cost: 12 }]");
  }
  for (const [index, each] of given.entries()) checkImportedHash(`importedHashes[${index}]`, each);
}

function checkImportedHash(where: string, given: unknown): void {
  const { scheme, ...costs } = Object(given) as Record<string, unknown>;
  if (!isScheme(scheme)) {
    const got = typeof given === 'object' && given !== null ? scheme : given;
    const schemes = Object.keys(IMPORTED_HASH_BOUNDS).join(', ');
    throw refusal(`${where}.scheme`, got, `one of ${schemes}`);
  }
  const bounds: Readonly<Record<string, Bounds>> = IMPORTED_HASH_BOUNDS[scheme];
  for (const [parameter, { min, max }] of Object.entries(bounds)) {
    const value = costs[parameter];
    if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) continue;
    const expected = `a whole number from ${min} to ${max}: that of the dearest hash`;
    throw refusal(`${where}.${parameter}`, value, expected);
  }
  if (scheme !== 'scrypt') return;
  const [logN, r] = [Number(costs.logN), Number(costs.r)];
  const mebibytes = scryptMebibytes({ logN, r });
  if (mebibytes <= MOST_SCRYPT_MEBIBYTES) return;
  throw refusal(
    `${where}.logN`,
    logN,
    `at most ${MOST_SCRYPT_MEBIBYTES} MiB, and with an r of ${r} it takes ${mebibytes}`,
  );
}

const isScheme = (given: unknown): given is ImportedHashSettings['scheme'] =>
  typeof given === 'string' && Object.hasOwn(IMPORTED_HASH_BOUNDS, given);

/** What was got, as JSON. */
export function refusal(what: string, got: unknown, expected: string): RangeError {
  const shown = JSON.stringify(got) ?? String(got);
  return new RangeError(`importUsers: ${what}: got ${shown}, expected ${expected}`);
}
