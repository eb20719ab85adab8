import type { JWK } from 'jose';
import type { Key, KeyRing } from '../secrets-manager/key-ring.ts';
import { readKeys } from './key-pairs.ts';

/** A JWK Set in a secret, read again when it is old or lacks the wanted key. */
export class KeySet {
  readonly #ring: Pick<KeyRing, 'current' | 'reread'>;
  /** Of the version that was read last; the same array as long as the version is the same. */
  #keys: { readonly version: string; readonly keys: readonly JWK[] } | undefined;

  constructor(ring: Pick<KeyRing, 'current' | 'reread'>) {
    this.#ring = ring;
  }

  /** All keys; reloads once if there is none. */
  async all(): Promise<readonly JWK[]> {
    const keys = this.#read(await this.#ring.current());
    return keys.length > 0 ? keys : this.#read(await this.#ring.reread(''));
  }

  /**
   * The keys; reloads once if none of them has this id.
   *
   * @throws UsersError `SERVICE_UNAVAILABLE` for an unknown id after too many others
   */
  async having(kid: string): Promise<readonly JWK[]> {
    const keys = this.#read(await this.#ring.current());
    return keys.some((key) => key.kid === kid) ? keys : this.#read(await this.#ring.reread(kid));
  }

  #read({ id, material }: Key): readonly JWK[] {
    if (this.#keys?.version !== id) {
      this.#keys = { version: id, keys: readKeys(Buffer.from(material).toString('utf8')) };
    }
    return this.#keys.keys;
  }
}
