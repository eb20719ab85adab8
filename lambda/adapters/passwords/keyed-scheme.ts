import { timingSafeEqual } from 'node:crypto';
import type { CostedScheme } from './costed-scheme.ts';

/** What a hash says of itself. */
export interface StoredKey<Cost> {
  readonly cost: Cost;
  readonly salt: Buffer;
  /** What the right password comes to. */
  readonly key: Buffer;
  /** Makes what is hashed in place of the password. */
  readonly text?: (password: string) => string;
}

/** A way to write a hash down; `undefined` for what is written in another way. */
export type Format<Cost> = (hash: string) => StoredKey<Cost> | undefined;

/** A scheme that makes a key of a password and a salt, whatever its hashes look like. */
export interface KeyedScheme<Cost> extends Pick<CostedScheme<Cost>, 'missing'> {
  readonly formats: readonly Format<Cost>[];
  /** Bytes. A longer one could take more than its cost says. */
  readonly longestKey: number;
  /** @param length of the key, in bytes */
  derive(text: string, salt: Buffer, cost: Cost, length: number): Promise<Buffer>;
}

/** Bytes. With fewer, another password could have the same key. argon2-cffi made 16 until 2018. */
const SHORTEST_KEY = 16;

/** What a password is hashed with to no end. */
const NO_SALT = Buffer.alloc(16);
const KEY_BYTES = 32;

export function keyedScheme<Cost>(scheme: KeyedScheme<Cost>): CostedScheme<Cost> {
  const { formats, longestKey, derive, missing } = scheme;

  function parse(hash: string): StoredKey<Cost> | undefined {
    for (const format of formats) {
      const stored = format(hash);
      if (stored === undefined) continue;
      const { length } = stored.key;
      if (length >= SHORTEST_KEY && length <= longestKey) return stored;
    }
    return undefined;
  }

  function parsed(hash: string): StoredKey<Cost> {
    const stored = parse(hash);
    if (stored === undefined) throw new Error('the scheme does not recognise the hash');
    return stored;
  }

  return {
    recognises: (hash) => parse(hash) !== undefined,
    costOf: (hash) => parsed(hash).cost,
    async verify(password, hash) {
      const { text, salt, cost, key } = parsed(hash);
      const derived = await derive(text?.(password) ?? password, salt, cost, key.length);
      return derived.length === key.length && timingSafeEqual(derived, key);
    },
    async spend(password, cost) {
      await derive(password, NO_SALT, cost, KEY_BYTES);
    },
    missing,
  };
}
