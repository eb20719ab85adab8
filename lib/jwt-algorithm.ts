import type { KeyPairAlgorithm } from './contract/backend.ts';

/**
 * How access tokens are signed (RFC 7518, section 3.1).
 *
 * @see https://www.rfc-editor.org/rfc/rfc7518#section-3.1
 */
export class JwtAlgorithm {
  /**
   * HMAC with SHA-256: the key that verifies also signs. So every function that asks who calls can read
   * what forges a token of any user, superusers included, and nobody outside of the API can verify one.
   * It takes fewer resources, and tokens are shorter.
   */
  public static readonly HS256 = new JwtAlgorithm('HS256');

  /**
   * RSA with SHA-256 and keys of 2048 bits: only the functions that issue tokens can sign. Everything can
   * verify it, and it is the only one that API Gateway's JWT authorizer accepts.
   */
  public static readonly RS256 = new JwtAlgorithm('RS256', 'RS256');

  /** ECDSA on P-256 with SHA-256: shorter tokens, for services that verify them on their own. */
  public static readonly ES256 = new JwtAlgorithm('ES256', 'ES256');

  /** Its name in a token's header. */
  public readonly name: string;

  /** @internal */
  public readonly _keyPair?: KeyPairAlgorithm;

  private constructor(name: string, keyPair?: KeyPairAlgorithm) {
    this.name = name;
    this._keyPair = keyPair;
  }
}
