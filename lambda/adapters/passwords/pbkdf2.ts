import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import type { Pbkdf2Cost } from '../../../lib/contract/password-hash.ts';
import { BASE64, fromBase64 } from './base64.ts';
import type { CostedScheme } from './costed-scheme.ts';
import { type Format, keyedScheme } from './keyed-scheme.ts';

const derive = promisify(pbkdf2);

/** Bytes. PBKDF2 does all its iterations again for each so many bytes of the key (RFC 8018, 5.2). */
const DIGEST_BYTES = { sha256: 32, sha512: 64 };

/** Hashes of PBKDF2 with HMAC, by passlib and Django. The digests take unlike times, so each is a scheme. */
export function pbkdf2Scheme(digest: 'sha256' | 'sha512'): CostedScheme<Pbkdf2Cost> {
  // Some libraries write `i=29000,l=32`.
  const PHC = RegExp(
    `^\\$pbkdf2-${digest}\\$(?:i=)?([1-9]\\d{0,8})(?:,l=\\d+)?\\$${BASE64}\\$${BASE64}$`,
  );
  const DJANGO = RegExp(`^pbkdf2_${digest}\\$([1-9]\\d{0,8})\\$([^$]+)\\$${BASE64}$`);

  /** `$pbkdf2-sha256$29000$salt$key`, of passlib. */
  const phc: Format<Pbkdf2Cost> = (hash) => {
    const [whole, iterations, salt, key] = PHC.exec(hash) ?? [];
    if (whole === undefined) return undefined;
    const cost = { iterations: Number(iterations) };
    return { cost, salt: fromBase64(salt), key: fromBase64(key) };
  };

  /** `pbkdf2_sha256$1000000$salt$key`, with the text of the salt. */
  const django: Format<Pbkdf2Cost> = (hash) => {
    const [whole, iterations, salt = '', key] = DJANGO.exec(hash) ?? [];
    if (whole === undefined) return undefined;
    const cost = { iterations: Number(iterations) };
    return { cost, salt: Buffer.from(salt), key: fromBase64(key) };
  };

  return keyedScheme({
    formats: [phc, django],
    longestKey: DIGEST_BYTES[digest],
    derive: (text, salt, { iterations }, length) => derive(text, salt, iterations, length, digest),
    missing({ iterations }, whole) {
      const rest = whole.iterations - iterations;
      if (rest < 0) return undefined;
      return rest > 0 ? [{ iterations: rest }] : [];
    },
  });
}
