import type { Clock } from '../users/clock.ts';
import type { Ids } from '../users/ids.ts';
import type { RefreshableSession } from '../users/sessions/refresh.ts';
import { begun, type Renewed } from '../users/sessions/session.ts';
import type { RefreshTokens } from '../users/sessions/session-store.ts';
import { type AccessTokens, readToken, signToken } from './jwt.ts';
import type { Strategy } from './strategy.ts';

/** A strategy that also hands out refresh tokens, which buy new credentials. */
export interface RefreshableStrategy extends Strategy {
  /** The tokens of a session as it is, with more claims in the access token. */
  renew(session: RefreshableSession, custom?: Readonly<Record<string, unknown>>): Promise<Renewed>;
}

interface RefreshableDeps {
  readonly backend: string;
  readonly tokens: AccessTokens;
  /** Called only by what issues tokens or replaces a login, since other functions have none. */
  readonly refreshTokens: () => RefreshTokens;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Of an access token, in seconds. */
  readonly lifetime: number;
  /** Of the session, in seconds from the login. */
  readonly refreshLifetime: number;
}

/**
 * A signed token of a stored session, whose id it carries as `sid`, and a refresh token that buys
 * the next ones. An access token ends with its session.
 */
export function refreshableStrategy(deps: RefreshableDeps): RefreshableStrategy {
  const { backend, tokens, refreshTokens, clock, ids, lifetime, refreshLifetime } = deps;

  const renew: RefreshableStrategy['renew'] = async (session, custom) => {
    const { userId, sessionId, tokenVersion, proof } = session;
    const issuedAt = Math.floor(clock.now().getTime() / 1000);
    const expiresAt = Math.min(issuedAt + lifetime, session.expiresAt);
    const [credential, token] = await Promise.all([
      signToken(deps, { userId, sessionId, tokenVersion, issuedAt, expiresAt, proof, custom }),
      refreshTokens().issue(session),
    ]);
    const left = session.expiresAt - issuedAt;
    return { credential, lifetime: expiresAt - issuedAt, refresh: { token, lifetime: left } };
  };

  return {
    lifetime,
    renew,

    async issue({ claims, addedClaims, ...credential }, origin, proof) {
      const now = clock.now();
      const session: RefreshableSession = {
        ...begun(credential, origin, { sessionId: ids.next(), now, proof }),
        expiresAt: Math.floor(now.getTime() / 1000) + refreshLifetime,
        generation: 1,
      };
      return { ...(await renew(session, { ...claims, ...addedClaims })), session };
    },

    async verifyRefreshToken(token) {
      const claims = await refreshTokens().verify(token);
      if (!claims) return undefined;
      const { userId, sessionId, tokenVersion } = claims;
      return { userId, sessionId, tokenVersion, keeping: { by: 'session', backend } };
    },

    async verify(token) {
      const contents = await readToken(tokens, token);
      // A token from before the backend had refresh could not be ended.
      if (!contents || typeof contents.sessionId !== 'string') return undefined;
      const { userId, sessionId, tokenVersion, more } = contents;
      return { userId, sessionId, tokenVersion, keeping: { by: 'session', backend }, ...more };
    },
  };
}
