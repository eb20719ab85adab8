import type { StoredEvent } from '../../users/events.ts';
import type { ResetClaims, ResetTokens } from '../../users/ports.ts';
import type { SignedTokens } from './signed-tokens.ts';

/** Reset tokens as JWTs: `sub` the user, `email` the address, `cv` the credential's version. */
export class JwtResetTokens implements ResetTokens {
  readonly #tokens: SignedTokens;
  readonly #lifetime: number;

  /** @param lifetime seconds */
  constructor(tokens: SignedTokens, lifetime: number) {
    this.#tokens = tokens;
    this.#lifetime = lifetime;
  }

  async issue({ userId, email, credentialVersion }: ResetClaims, event: StoredEvent) {
    const iat = Math.floor(Date.parse(event.at) / 1000);
    const exp = iat + this.#lifetime;
    const claims = { sub: userId, email, cv: credentialVersion, jti: event.id, iat, exp };
    return { token: await this.#tokens.sign(claims), expiresAt: new Date(exp * 1000) };
  }

  async verify(token: string): Promise<ResetClaims | undefined> {
    const claims = await this.#tokens.verify(token);
    if (!claims) return undefined;
    const { sub, email, cv } = claims;
    if (sub === undefined || typeof email !== 'string' || typeof cv !== 'number') return undefined;
    return { userId: sub, email, credentialVersion: cv };
  }
}
