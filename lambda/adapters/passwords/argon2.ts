import { type Argon2Algorithm, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { type Argon2Cost, MAX_PASSWORD_BYTES } from '../../../lib/contract/password-hash.ts';
import type { PasswordScheme } from '../../users/passwords/password-hash.ts';
import { type CostedScheme, declared } from './costed-scheme.ts';

const derive = promisify(argon2);

/** Bytes, as RFC 9106 (section 4) recommends them. */
const SALT_BYTES = 16;
const TAG_BYTES = 32;

/** KiB that argon2 takes for each lane at least. */
const MIN_MEMORY_OF_LANE = 8;

/** What an encoded hash says. */
interface Encoded {
  readonly cost: Argon2Cost;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

/** A string in PHC format; version 19 is the one of RFC 9106. */
const patternOf = (algorithm: Argon2Algorithm) =>
  RegExp(
    `^\\$${algorithm}\\$v=19\\$m=(\\d{1,10}),t=(\\d{1,10}),p=(\\d{1,8})\\$([A-Za-z\\d+/]{11,})\\$([A-Za-z\\d+/]{6,})$`,
  );

/** Hashes of argon2 in PHC format, `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`, of any library. */
export function argon2Scheme(algorithm: Argon2Algorithm): CostedScheme<Argon2Cost> {
  const pattern = patternOf(algorithm);
  const run = (
    message: string,
    { memory, passes, parallelism }: Argon2Cost,
    salt: Buffer,
    length: number,
  ) => derive(algorithm, { message, nonce: salt, memory, passes, parallelism, tagLength: length });
  const decode = (hash: string): Encoded => {
    const [, memory, passes, parallelism, salt = '', tag = ''] = pattern.exec(hash) ?? [];
    return {
      cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
      salt: Buffer.from(salt, 'base64'),
      tag: Buffer.from(tag, 'base64'),
    };
  };
  return {
    recognises: (hash) => pattern.test(hash),
    costOf: (hash) => decode(hash).cost,
    async verify(password, hash) {
      const { cost, salt, tag } = decode(hash);
      return timingSafeEqual(await run(password, cost, salt, tag.length), tag);
    },
    async spend(password, cost) {
      await run(password, cost, randomBytes(SALT_BYTES), TAG_BYTES);
    },
    missing,
  };
}

/** Time goes with memory times passes: what is missing is so many passes more, and one over a part of the memory. */
function missing(cost: Argon2Cost, whole: Argon2Cost): readonly Argon2Cost[] | undefined {
  const { memory, parallelism } = whole;
  const rest = memory * whole.passes - cost.memory * cost.passes;
  if (rest < 0) return undefined;
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
