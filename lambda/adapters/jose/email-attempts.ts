import type { Clock } from '../../users/clock.ts';
import type { EmailAttempt, EmailAttempts } from '../../users/email-login/email-attempts.ts';
import type { TokenSigning } from './signed-tokens.ts';

/** Attempts to sign in by mail, as JWTs that say whose mail it is, and which one. */
export class JwtEmailAttempts implements EmailAttempts {
  readonly #tokens: TokenSigning;
  readonly #clock: Clock;
  readonly #lifetime: number;

  /** @param lifetime seconds */
  constructor(tokens: TokenSigning, clock: Clock, lifetime: number) {
    this.#tokens = tokens;
    this.#clock = clock;
    this.#lifetime = lifetime;
  }

  async issue({ email, request }: EmailAttempt) {
    const exp = Math.floor(this.#clock.now().getTime() / 1000) + this.#lifetime;
    const token = await this.#tokens.sign({ email, request, exp });
    return { token, expiresAt: new Date(exp * 1000) };
  }

  async verify(token: string): Promise<EmailAttempt | undefined> {
    const { email, request } = (await this.#tokens.verify(token)) ?? {};
    if (typeof email !== 'string' || typeof request !== 'string') return undefined;
    return { email, request };
  }
}
