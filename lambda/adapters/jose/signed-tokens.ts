import { hkdfSync, subtle } from 'node:crypto';
import { type CryptoKey, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../../users/clock.ts';
import type { Key, KeyRing } from '../secrets-manager/key-ring.ts';
import { isCandidate } from './candidate.ts';
import type { Purpose } from './purposes.ts';

const ALGORITHM = 'HS256';
/** RFC 7518, 3.2: at least as long as the hash. */
const KEY_BYTES = 32;
/** `ALGORITHM`, as WebCrypto calls it. */
const HMAC = { name: 'HMAC', hash: 'SHA-256' };

/** What signs and verifies the tokens of one purpose. */
export type TokenSigning = Pick<SignedTokens, 'sign' | 'verify'>;

/**
 * JSON Web Tokens (RFC 7519) of one purpose, signed with a key derived (RFC 5869) from a secret.
 */
export class SignedTokens {
  readonly #purpose: Purpose;
  readonly #keys: Pick<KeyRing, 'current' | 'find'>;
  readonly #clock: Clock;
  /** A key is made once of what was read of the secret, and forgotten with it: to make one costs more than a signature. */
  readonly #derived = new WeakMap<Key, Promise<CryptoKey>>();

  constructor(purpose: Purpose, keys: Pick<KeyRing, 'current' | 'find'>, clock: Clock) {
    this.#purpose = purpose;
    this.#keys = keys;
    this.#clock = clock;
  }

  /** The same claims make the same token as long as the secret's version is the same. */
  async sign(claims: JWTPayload): Promise<string> {
    const key = await this.#keys.current();
    return new SignJWT({ ...claims, aud: this.#purpose.audience })
      .setProtectedHeader({ alg: ALGORITHM, typ: this.#purpose.typ, kid: key.id })
      .sign(await this.#derive(key));
  }

  /** `undefined` for anything but an unexpired token of this purpose. */
  async verify(token: string): Promise<JWTPayload | undefined> {
    const { audience, typ, requiredClaims } = this.#purpose;
    if (!isCandidate(token, this.#purpose, this.#clock.now())) return undefined;
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.#keyOf(kid), {
        algorithms: [ALGORITHM],
        audience,
        typ,
        requiredClaims: [...requiredClaims],
        currentDate: this.#clock.now(),
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  async #keyOf(kid: string | undefined): Promise<CryptoKey> {
    const key = kid === undefined ? undefined : await this.#keys.find(kid);
    if (!key) throw new errors.JWKSNoMatchingKey();
    return this.#derive(key);
  }

  #derive(key: Key): Promise<CryptoKey> {
    const known = this.#derived.get(key) ?? derived(key, this.#purpose);
    this.#derived.set(key, known);
    return known;
  }
}

function derived({ material }: Key, { audience }: Purpose): Promise<CryptoKey> {
  const bytes = hkdfSync('sha256', material, '', `users-api ${audience}`, KEY_BYTES);
  return subtle.importKey('raw', bytes, HMAC, false, ['sign', 'verify']);
}
