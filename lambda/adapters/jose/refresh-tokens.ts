import type { RefreshClaims, RefreshTokens } from '../../users/sessions/session-store.ts';
import type { TokenSigning } from './signed-tokens.ts';

/**
 * Refresh tokens as JWTs: `sub` the user, `sid` the session, `gen` the generation, `tv` the
 * profile's token version. They have no time and no id, so that each generation has exactly one
 * token.
 */
export class JwtRefreshTokens implements RefreshTokens {
  readonly #tokens: TokenSigning;

  constructor(tokens: TokenSigning) {
    this.#tokens = tokens;
  }

  issue(claims: RefreshClaims): Promise<string> {
    const { userId: sub, sessionId: sid, generation: gen, tokenVersion: tv } = claims;
    return this.#tokens.sign({ sub, sid, gen, tv, exp: claims.expiresAt });
  }

  async verify(token: string): Promise<RefreshClaims | undefined> {
    const claims = await this.#tokens.verify(token);
    if (!claims) return undefined;
    const { sub, sid, gen, tv, exp } = claims;
    if (sub === undefined || exp === undefined || typeof sid !== 'string') return undefined;
    if (typeof gen !== 'number' || typeof tv !== 'number') return undefined;
    return { userId: sub, sessionId: sid, generation: gen, tokenVersion: tv, expiresAt: exp };
  }
}
