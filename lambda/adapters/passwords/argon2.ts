import { type Argon2Algorithm, argon2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { type Argon2Cost, MAX_PASSWORD_BYTES } from '../../../lib/contract/password-hash.ts';
import type { PasswordScheme } from '../../users/passwords/password-hash.ts';
import { BASE64, fromBase64 } from './base64.ts';
import { type CostedScheme, declared } from './costed-scheme.ts';
import { type Format, keyedScheme } from './keyed-scheme.ts';

const derive = promisify(argon2);

/** Bytes, as RFC 9106 (section 4) recommends them. */
const SALT_BYTES = 16;
const TAG_BYTES = 32;

/** KiB that argon2 takes for each lane at least. */
const MIN_MEMORY_OF_LANE = 8;

/** Bytes (RFC 9106, 3.1). */
const SHORTEST_SALT = 8;

/** Bytes: what one call of BLAKE2b makes. A longer key takes more calls (RFC 9106, 3.3), and no library's default is one. */
const LONGEST_KEY = 64;

/** Hashes of argon2 in PHC format, `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`, of any library. */
export function argon2Scheme(algorithm: Argon2Algorithm): CostedScheme<Argon2Cost> {
  // Version 19 is the one of RFC 9106, and the only one of Node.js.
  const PHC = RegExp(
    `^\\$${algorithm}\\$v=19\\$m=(\\d{1,8}),t=(\\d{1,4}),p=(\\d{1,3})\\$${BASE64}\\$${BASE64}$`,
  );
  const phc: Format<Argon2Cost> = (hash) => {
    const [whole, m, t, p, encodedSalt, key] = PHC.exec(hash) ?? [];
    const [memory, passes, parallelism] = [Number(m), Number(t), Number(p)];
    const salt = fromBase64(encodedSalt);
    const isAllowed =
      whole !== undefined &&
      passes > 0 &&
      parallelism > 0 &&
      memory >= MIN_MEMORY_OF_LANE * parallelism &&
      salt.byteLength >= SHORTEST_SALT;
    if (!isAllowed) return undefined;
    return { cost: { memory, passes, parallelism }, salt, key: fromBase64(key) };
  };
  return keyedScheme({
    formats: [phc],
    longestKey: LONGEST_KEY,
    derive: (message, nonce, { memory, passes, parallelism }, tagLength) =>
      derive(algorithm, { message, nonce, memory, passes, parallelism, tagLength }),
    missing,
  });
}

/** Time goes with memory times passes: what is missing is so many passes more, and one over a part of the memory. */
function missing(cost: Argon2Cost, whole: Argon2Cost): readonly Argon2Cost[] | undefined {
  const { memory, parallelism } = whole;
  const rest = memory * whole.passes - cost.memory * cost.passes;
  // A function has memory for what was declared.
  if (rest < 0 || cost.memory > memory) return undefined;
  const passes = Math.floor(rest / memory);
  const part = rest % memory;
  return [
    ...(passes > 0 ? [{ memory, passes, parallelism }] : []),
    // Less than that takes no time.
    ...(part >= MIN_MEMORY_OF_LANE * parallelism ? [{ memory: part, passes: 1, parallelism }] : []),
  ];
}

const argon2id = argon2Scheme('argon2id');

/** argon2id, in PHC format. */
export function argon2idHash(cost: Argon2Cost): PasswordScheme {
  const { memory, passes, parallelism } = cost;
  const parameters = `m=${memory},t=${passes},p=${parallelism}`;
  return {
    ...declared(argon2id, cost),
    maxBytes: MAX_PASSWORD_BYTES.argon2id,
    async hash(password) {
      const nonce = randomBytes(SALT_BYTES);
      const tag = await derive('argon2id', {
        message: password,
        nonce,
        ...cost,
        tagLength: TAG_BYTES,
      });
      return `$argon2id$v=19$${parameters}$${unpadded(nonce)}$${unpadded(tag)}`;
    },
    isOutdated: (hash) => !hash.includes(`$${parameters}$`),
  };
}

/** base64 as in the PHC format. */
const unpadded = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
