import { createCipheriv } from 'node:crypto';
import type { ScryptCost } from '../../../lib/contract/password-hash.ts';
import { BASE64, fromBase64 } from './base64.ts';
import type { CostedScheme } from './costed-scheme.ts';
import { type Format, keyedScheme } from './keyed-scheme.ts';
import { missingOfScrypt, scryptCost, scryptKey } from './scrypt.ts';

/** Bytes of a key of AES-256. */
const CIPHER_KEY_BYTES = 32;

/** Each password encrypts with a key of its own, so the counter can begin at zero. */
const COUNTER = Buffer.alloc(16);

/** Bytes. The key is as long as the signer key, which has 64, and takes no time worth counting. */
const LONGEST_KEY = 256;

/** What nothing is equal to. */
const NO_KEY = Buffer.alloc(0);

const HASH = RegExp(
  `^\\$fbscrypt\\$v=1,n=(\\d{1,2}),r=(\\d{1,3}),p=(\\d{1,3}),ss=${BASE64}\\$${BASE64}\\$${BASE64}$`,
);

/**
 * `$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==$salt$key`, as Supabase takes hashes of Firebase, but without `sk`, the signer key:
 * it belongs to a project, and is kept where nobody who reads a user finds it. `ss` is the project's salt separator.
 */
const fbscrypt: Format<ScryptCost> = (hash) => {
  const [, n, r, p, separator, salt, key] = HASH.exec(hash) ?? [];
  const cost = scryptCost(Number(n), Number(r), Number(p));
  if (cost === undefined) return undefined;
  return {
    cost,
    salt: Buffer.concat([fromBase64(salt), fromBase64(separator)]),
    key: fromBase64(key),
  };
};

/**
 * Hashes of Firebase: the signer key of its project, encrypted with what scrypt makes of the password.
 *
 * @see https://github.com/firebase/scrypt
 */
export function firebaseScheme(
  signerKey: () => Promise<Uint8Array | undefined>,
): CostedScheme<ScryptCost> {
  return keyedScheme({
    formats: [fbscrypt],
    longestKey: LONGEST_KEY,
    async derive(text, salt, cost) {
      const [plain, key] = await Promise.all([
        signerKey(),
        scryptKey(text, salt, cost, CIPHER_KEY_BYTES),
      ]);
      if (plain === undefined) return NO_KEY;
      return createCipheriv('aes-256-ctr', key, COUNTER).update(plain);
    },
    missing: missingOfScrypt,
  });
}
