import type { Clock } from '../../users/clock.ts';
import {
  CHALLENGE_LIFETIME,
  type LoginChallenges,
  type RegistrationChallenge,
  type RegistrationChallenges,
} from '../../users/passkeys/challenges.ts';
import type { TokenSigning } from './signed-tokens.ts';

/** Seconds since 1970 at which a challenge of this moment ends. */
function expiry(clock: Clock): number {
  return Math.floor(clock.now().getTime() / 1000) + CHALLENGE_LIFETIME;
}

/** Challenges of logins as JWTs. */
export class JwtLoginChallenges implements LoginChallenges {
  readonly #tokens: TokenSigning;
  readonly #clock: Clock;

  constructor(tokens: TokenSigning, clock: Clock) {
    this.#tokens = tokens;
    this.#clock = clock;
  }

  issue(challenge: string): Promise<string> {
    return this.#tokens.sign({ challenge, exp: expiry(this.#clock) });
  }

  async verify(token: string): ReturnType<LoginChallenges['verify']> {
    const { challenge, exp } = (await this.#tokens.verify(token)) ?? {};
    if (typeof challenge !== 'string' || exp === undefined) return undefined;
    return { challenge, expiresAt: exp };
  }
}

/** Challenges of new passkeys as JWTs: `sub` the user, `tv` the token version, `cond` that the browser may make it by itself. */
export class JwtRegistrationChallenges implements RegistrationChallenges {
  readonly #tokens: TokenSigning;
  readonly #clock: Clock;

  constructor(tokens: TokenSigning, clock: Clock) {
    this.#tokens = tokens;
    this.#clock = clock;
  }

  issue({ challenge, userId, tokenVersion, conditional }: RegistrationChallenge): Promise<string> {
    const claims = { challenge, sub: userId, tv: tokenVersion, cond: conditional };
    return this.#tokens.sign({ ...claims, exp: expiry(this.#clock) });
  }

  async verify(token: string): ReturnType<RegistrationChallenges['verify']> {
    const { challenge, sub, tv, cond, exp } = (await this.#tokens.verify(token)) ?? {};
    if (typeof challenge !== 'string' || sub === undefined || exp === undefined) return undefined;
    if (typeof tv !== 'number' || typeof cond !== 'boolean') return undefined;
    return { challenge, userId: sub, tokenVersion: tv, conditional: cond, expiresAt: exp };
  }
}
