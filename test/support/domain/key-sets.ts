import type { JWK } from 'jose';
import { KeySet } from '../../../lambda/adapters/jose/key-set.ts';
import type { Key } from '../../../lambda/adapters/secrets-manager/key-ring.ts';

/** A secret with a JWK Set, without Secrets Manager; a value that was read stays until a reread. */
export class TestKeySecret {
  #keys: readonly JWK[];
  #version = 1;
  #seen: Key;
  rereads = 0;

  constructor(keys: readonly JWK[] = []) {
    this.#keys = keys;
    this.#seen = this.#read();
  }

  replace(keys: readonly JWK[]): void {
    this.#keys = keys;
    this.#version += 1;
  }

  keySet(): KeySet {
    return new KeySet({
      current: async () => this.#seen,
      reread: async () => {
        this.rereads += 1;
        this.#seen = this.#read();
        return this.#seen;
      },
    });
  }

  #read(): Key {
    const material = Buffer.from(JSON.stringify({ keys: this.#keys }), 'utf8');
    return { id: `v${this.#version}`, material };
  }
}
