import { accessPurpose } from '../../../lambda/adapters/jose/purposes.ts';
import { SignedTokens } from '../../../lambda/adapters/jose/signed-tokens.ts';
import { systemRandomness } from '../../../lambda/adapters/system.ts';
import type { Backend } from '../../../lambda/auth/backend.ts';
import { bearerTransport } from '../../../lambda/auth/bearer.ts';
import { cookieTransport } from '../../../lambda/auth/cookie.ts';
import { jwtStrategy } from '../../../lambda/auth/jwt.ts';
import { sessionStrategy } from '../../../lambda/auth/session.ts';
import type { Clock } from '../../../lambda/users/clock.ts';
import type { Ids } from '../../../lambda/users/ids.ts';
import { TestKeys } from '../domain/keys.ts';

/** As `AuthBackend.cookie()` sets it. */
export const COOKIE = {
  kind: 'cookie',
  name: '__Host-users-api',
  path: '/',
  sameSite: 'Lax',
} as const;

interface BackendDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keys?: TestKeys;
}

/** Real backends of an hour: bearer and JWT, cookie and JWT. */
export function jwtBackend(deps: BackendDeps, name = 'jwt'): Backend {
  return { name, transport: bearerTransport, strategy: strategyOf(name, deps) };
}

export function cookieBackend(deps: BackendDeps, name = 'cookie'): Backend {
  return { name, transport: cookieTransport(COOKIE), strategy: strategyOf(name, deps) };
}

/** A stored session of an hour, or ten minutes without use, over a bearer. */
export function sessionBackend({ clock, ids }: BackendDeps, name = 'session'): Backend {
  const times = { lifetime: 3600, idleTimeout: 600 };
  const strategy = sessionStrategy({
    backend: name,
    clock,
    ids,
    randomness: systemRandomness,
    ...times,
  });
  return { name, transport: bearerTransport, strategy };
}

function strategyOf(name: string, { clock, ids, keys = new TestKeys() }: BackendDeps) {
  const tokens = new SignedTokens(accessPurpose(name), keys, clock);
  return jwtStrategy({ tokens, clock, ids, lifetime: 3600 });
}
