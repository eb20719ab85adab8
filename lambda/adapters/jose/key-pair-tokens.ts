import {
  type CryptoKey,
  errors,
  importJWK,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose';
import type { KeyPairAlgorithm } from '../../../lib/contract/backend.ts';
import type { Clock } from '../../users/clock.ts';
import { UsersError } from '../../users/errors.ts';
import { isCandidate } from './candidate.ts';
import type { KeySet } from './key-set.ts';
import type { Purpose } from './purposes.ts';

export interface KeyPairTokensOptions {
  readonly purpose: Purpose;
  readonly algorithm: KeyPairAlgorithm;
  readonly issuer: string;
  /** `client_id` (RFC 9068, 2.2): the backend, as clients do not register. */
  readonly clientId: string;
  /** Private keys in a function that signs, public ones in a function that verifies. */
  readonly keys: KeySet;
  readonly clock: Clock;
}

/** Access tokens (RFC 9068) that a private key signs and anyone with the public one can verify. */
export class KeyPairTokens {
  readonly #options: KeyPairTokensOptions;
  /** A key is imported once: that costs as much as a signature is verified for. */
  readonly #imported = new WeakMap<JWK, Promise<CryptoKey | Uint8Array>>();

  constructor(options: KeyPairTokensOptions) {
    this.#options = options;
  }

  /** @throws UsersError `SERVICE_UNAVAILABLE` until the first rotation has made a key */
  async sign(claims: JWTPayload): Promise<string> {
    const { purpose, algorithm, issuer, clientId, keys } = this.#options;
    const [jwk] = await keys.all();
    if (jwk?.kid === undefined) throw new UsersError('SERVICE_UNAVAILABLE');
    return new SignJWT({ ...claims, iss: issuer, aud: purpose.audience, client_id: clientId })
      .setProtectedHeader({ alg: algorithm, typ: purpose.typ, kid: jwk.kid })
      .sign(await this.#import(jwk));
  }

  /** `undefined` for anything but an unexpired token of this purpose, issuer and algorithm. */
  async verify(token: string): Promise<JWTPayload | undefined> {
    const { purpose, algorithm, issuer, clock } = this.#options;
    const { audience, typ, requiredClaims } = purpose;
    if (!isCandidate(token, purpose, clock.now())) return undefined;
    try {
      const { payload } = await jwtVerify(
        token,
        async ({ kid }) => this.#import(await this.#keyOf(kid)),
        {
          // Only one algorithm: no key is ever taken for that of another (RFC 8725, 3.1).
          algorithms: [algorithm],
          issuer,
          audience,
          typ,
          requiredClaims: [...requiredClaims],
          currentDate: clock.now(),
        },
      );
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  async #keyOf(kid: string | undefined): Promise<JWK> {
    // Without an id any key would be tried.
    if (kid === undefined) throw new errors.JWKSNoMatchingKey();
    const key = (await this.#options.keys.having(kid)).find((each) => each.kid === kid);
    if (key === undefined) throw new errors.JWKSNoMatchingKey();
    return key;
  }

  #import(key: JWK): Promise<CryptoKey | Uint8Array> {
    const known = this.#imported.get(key) ?? importJWK(key, this.#options.algorithm);
    this.#imported.set(key, known);
    return known;
  }
}
