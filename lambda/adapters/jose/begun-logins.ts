import type { JWTPayload } from 'jose';
import { AUTHENTICATION_METHODS, type AuthenticationMethod } from '../../../lib/contract/proof.ts';
import type { Clock } from '../../users/clock.ts';
import type { BegunLogin, BegunLogins } from '../../users/login/second-factors.ts';
import type { AccessClaims } from '../../users/sessions/session.ts';
import type { TokenSigning } from './signed-tokens.ts';

/** Seconds: enough to find a phone and wait for its next code. */
const LIFETIME = 300;

/** Begun logins as JWTs: `sub` the user, `cv` and `tv` the versions of the credential and of the tokens, `amr` what was given, `login` the one in use. */
export class JwtBegunLogins implements BegunLogins {
  readonly #tokens: TokenSigning;
  readonly #clock: Clock;

  constructor(tokens: TokenSigning, clock: Clock) {
    this.#tokens = tokens;
    this.#clock = clock;
  }

  async issue({
    userId: sub,
    email,
    credentialVersion: cv,
    tokenVersion: tv,
    amr,
    renewed,
  }: BegunLogin) {
    const iat = Math.floor(this.#clock.now().getTime() / 1000);
    const exp = iat + LIFETIME;
    const login = renewed && inToken(renewed);
    const token = await this.#tokens.sign({
      ...{ sub, email, cv, tv, amr, iat, exp },
      ...(login && { login }),
    });
    return { token, expiresAt: new Date(exp * 1000) };
  }

  async verify(token: string): Promise<BegunLogin | undefined> {
    const payload = await this.#tokens.verify(token);
    return payload && read(payload);
  }
}

function read({ sub, email, cv, tv, amr, login }: JWTPayload): BegunLogin | undefined {
  if (sub === undefined || typeof email !== 'string' || typeof cv !== 'number') return undefined;
  if (typeof tv !== 'number') return undefined;
  if (!Array.isArray(amr) || !amr.every(isMethod)) return undefined;
  const renewed = login === undefined ? undefined : (login as AccessClaims);
  return {
    userId: sub,
    email,
    credentialVersion: cv,
    tokenVersion: tv,
    amr,
    ...(renewed && { renewed }),
  };
}

const isMethod = (name: unknown): name is AuthenticationMethod =>
  (AUTHENTICATION_METHODS as readonly unknown[]).includes(name);

/** What ends a login, and nothing of what it may do. */
function inToken({ userId, sessionId, tokenVersion, keeping }: AccessClaims): AccessClaims {
  return { userId, sessionId, tokenVersion, keeping };
}
