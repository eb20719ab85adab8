import { type BinaryLike, type ScryptOptions, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { ScryptCost } from '../../../lib/contract/password-hash.ts';
import { BASE64, fromBase64 } from './base64.ts';
import type { CostedScheme } from './costed-scheme.ts';
import { type Format, keyedScheme } from './keyed-scheme.ts';

const derive = promisify<BinaryLike, BinaryLike, number, ScryptOptions, Buffer>(scrypt);

/** @param length of the key, in bytes */
export function scryptKey(
  text: string,
  salt: Buffer,
  { logN, r, p }: ScryptCost,
  length: number,
): Promise<Buffer> {
  const N = 2 ** logN;
  // Node.js allows 32 MiB by default; scrypt takes 128 * (N + p) * r bytes, and a little more.
  return derive(text, salt, length, { N, r, p, maxmem: 256 * (N + p) * r });
}

/** Time goes with N, r and p: what is missing is made of powers of two for N. */
export const missingOfScrypt: CostedScheme<ScryptCost>['missing'] = (cost, whole) => {
  const { r, p } = whole;
  if (2 ** cost.logN * cost.r > 2 ** whole.logN * r) return undefined;
  const rest = 2 ** whole.logN - (2 ** cost.logN * cost.r * cost.p) / (r * p);
  if (rest < 0) return undefined;
  return exponentsOf(rest).flatMap((logN) => (logN > 0 ? [{ logN, r, p }] : []));
};

/** The powers of two that a number is the sum of, by their exponents: `[2, 1]` for 6. */
function exponentsOf(sum: number): readonly number[] {
  const bits = Math.floor(sum).toString(2);
  return [...bits].flatMap((bit, index) => (bit === '1' ? [bits.length - 1 - index] : []));
}

/** The parameters that a hash says, unless scrypt can't take them (RFC 7914, 2). */
export function scryptCost(logN: number, r: number, p: number): ScryptCost | undefined {
  const isAllowed = Number.isInteger(logN) && logN > 0 && r > 0 && p > 0 && logN < 16 * r;
  return isAllowed ? { logN, r, p } : undefined;
}

const PHC = RegExp(`^\\$scrypt\\$ln=(\\d{1,2}),r=(\\d{1,3}),p=(\\d{1,3})\\$${BASE64}\\$${BASE64}$`);

/** `$scrypt$ln=16,r=8,p=1$salt$key`, of passlib and others. */
const phc: Format<ScryptCost> = (hash) => {
  const [, logN, r, p, salt, key] = PHC.exec(hash) ?? [];
  const cost = scryptCost(Number(logN), Number(r), Number(p));
  return cost && { cost, salt: fromBase64(salt), key: fromBase64(key) };
};

const DJANGO = RegExp(`^scrypt\\$(\\d{1,10})\\$([^$]+)\\$(\\d{1,3})\\$(\\d{1,3})\\$${BASE64}$`);

/** `scrypt$16384$salt$8$5$key`, with N itself and the text of the salt. */
const django: Format<ScryptCost> = (hash) => {
  const [, n, salt = '', r, p, key] = DJANGO.exec(hash) ?? [];
  const cost = scryptCost(Math.log2(Number(n)), Number(r), Number(p));
  return cost && { cost, salt: Buffer.from(salt), key: fromBase64(key) };
};

const BETTER_AUTH = /^([\da-f]{32}):([\da-f]{128})$/;

/** `salt:key` in hexadecimal, always of the same cost; the text of the salt is hashed with the password in NFKC. */
const betterAuth: Format<ScryptCost> = (hash) => {
  const [whole, salt = '', key = ''] = BETTER_AUTH.exec(hash) ?? [];
  if (whole === undefined) return undefined;
  return {
    cost: { logN: 14, r: 16, p: 1 },
    salt: Buffer.from(salt),
    key: Buffer.from(key, 'hex'),
    text: (password) => password.normalize('NFKC'),
  };
};

/** Bytes: what Django and Better Auth make. */
const LONGEST_KEY = 64;

/** Hashes of scrypt, by passlib, Django and Better Auth. */
export const scryptScheme = keyedScheme<ScryptCost>({
  formats: [phc, django, betterAuth],
  longestKey: LONGEST_KEY,
  derive: scryptKey,
  missing: missingOfScrypt,
});
