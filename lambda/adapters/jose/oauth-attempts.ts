import type { Clock } from '../../users/clock.ts';
import type { OAuthAttempt, OAuthAttempts } from '../../users/oauth/provider.ts';
import type { TokenSigning } from './signed-tokens.ts';

/** Attempts as JWTs: `cv` is the code verifier, `sub` the user who associates an account. */
export class JwtOAuthAttempts implements OAuthAttempts {
  readonly #tokens: TokenSigning;
  readonly #clock: Clock;
  readonly #lifetime: number;

  /** @param lifetime seconds */
  constructor(tokens: TokenSigning, clock: Clock, lifetime: number) {
    this.#tokens = tokens;
    this.#clock = clock;
    this.#lifetime = lifetime;
  }

  issue({ state, nonce, codeVerifier: cv, userId }: OAuthAttempt): Promise<string> {
    const exp = Math.floor(this.#clock.now().getTime() / 1000) + this.#lifetime;
    return this.#tokens.sign({
      state,
      nonce,
      cv,
      exp,
      ...(userId !== undefined && { sub: userId }),
    });
  }

  async verify(token: string): ReturnType<OAuthAttempts['verify']> {
    const claims = await this.#tokens.verify(token);
    if (!claims) return undefined;
    const { state, nonce, cv, sub, exp } = claims;
    if (typeof state !== 'string' || typeof nonce !== 'string' || typeof cv !== 'string') {
      return undefined;
    }
    // A claim that the purpose requires.
    const expiresAt = Number(exp);
    const user = sub !== undefined && { userId: sub };
    return { state, nonce, codeVerifier: cv, expiresAt, ...user };
  }
}
