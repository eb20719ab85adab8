import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { SetupError } from '../../users/errors.ts';
import type { Opened, Sealing } from '../../users/factors/sealing.ts';
import type { Randomness } from '../../users/ids.ts';
import type { Key, KeyRing } from '../secrets-manager/key-ring.ts';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
/** NIST SP 800-38D, 8.2: 96 bits; random ones are safe for 2^32 seals with one key (8.3). */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals with AES-256-GCM, with a key derived (RFC 5869) from a secret and the user's id as associated data: what is copied to another
 * user doesn't open there. What is sealed names the version of the secret.
 */
export class AesGcmSealing implements Sealing {
  readonly #keys: Pick<KeyRing, 'current' | 'find'>;
  readonly #randomness: Randomness;

  constructor(keys: Pick<KeyRing, 'current' | 'find'>, randomness: Randomness) {
    this.#keys = keys;
    this.#randomness = randomness;
  }

  async seal(secret: Uint8Array, userId: string): Promise<string> {
    const key = await this.#keys.current();
    const iv = this.#randomness.bytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, derived(key), iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(userId));
    const sealed = [iv, cipher.update(secret), cipher.final(), cipher.getAuthTag()];
    return `${key.id}.${Buffer.concat(sealed).toString('base64url')}`;
  }

  async open(sealed: string, userId: string): Promise<Opened> {
    const [id = '', text = ''] = sealed.split('.');
    const current = await this.#keys.current();
    const key = await this.#keys.find(id);
    if (key === undefined) {
      throw new SetupError(
        `the second factor of user ${userId} is sealed with version ${id} of the secret, which is neither its current ` +
          'nor its previous one: put that version back, or remove the factor by DELETE /{id}/mfa',
      );
    }
    return {
      secret: opened(key, Buffer.from(text, 'base64url'), userId),
      isOutdated: id !== current.id,
    };
  }
}

function opened(key: Key, bytes: Buffer, userId: string): Uint8Array {
  const iv = bytes.subarray(0, IV_BYTES);
  const text = bytes.subarray(IV_BYTES, -TAG_BYTES);
  try {
    const decipher = createDecipheriv(ALGORITHM, derived(key), iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(userId));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(text), decipher.final()]);
  } catch (cause) {
    throw new SetupError(
      `the second factor of user ${userId} was not sealed for this user, or was changed since`,
      { cause },
    );
  }
}

const derived = ({ material }: Key) =>
  new Uint8Array(hkdfSync('sha256', material, '', 'users-api mfa-sealing', KEY_BYTES));
