import { createHmac, hkdfSync } from 'node:crypto';
import type { Randomness } from '../ids.ts';

/** How many a user gets at once. */
export const RECOVERY_CODES = 10;

/** 120 bits: with at least 112, a fast hash is enough (ASVS 5.0, 6.5.2). */
const BYTES = 15;

/** Crockford's Base32: digits and letters that can't be taken for each other. */
const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz'.replace(/[ilo]|u/g, '');
const GROUP = /.{6}(?=.)/g;

/** What people read for a character that is not in the alphabet. */
const MISREAD: Readonly<Record<string, string>> = { o: '0', i: '1', l: '1' };

/** Codes as they are shown, once: `4f7k2m-9x0q3r-8h12cd-5v0j89`. */
export function newRecoveryCodes({ bytes }: Randomness): readonly string[] {
  return Array.from({ length: RECOVERY_CODES }, () =>
    toText(bytes(BYTES)).replace(GROUP, (group) => `${group}-`),
  );
}

/**
 * What is stored of a code: its HMAC, by a key from the user's own secret, which is sealed. So codes of two users can't be
 * compared, and none can be looked for without opening that secret.
 *
 * @returns `undefined` for a text that is no such code
 */
export function hashedRecoveryCode(secret: Uint8Array, code: string): string | undefined {
  const text = code
    .toLowerCase()
    .replace(/[\s-]/g, '')
    .replace(/[oil]/g, (character) => MISREAD[character] ?? character);
  if (text.length !== (BYTES * 8) / 5) return undefined;
  if (![...text].every((character) => ALPHABET.includes(character))) return undefined;
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'users-api recovery-code', 32));
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** Of codes that were just made. */
export function hashedRecoveryCodes(
  secret: Uint8Array,
  codes: readonly string[],
): readonly string[] {
  return codes.flatMap((code) => hashedRecoveryCode(secret, code) ?? []);
}

/** Five bits a character. */
function toText(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join('');
}
