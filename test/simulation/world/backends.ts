import { accessPurpose, refreshPurpose } from '../../../lambda/adapters/jose/purposes.ts';
import { JwtRefreshTokens } from '../../../lambda/adapters/jose/refresh-tokens.ts';
import type { Backend } from '../../../lambda/auth/backend.ts';
import { bearerTransport } from '../../../lambda/auth/bearer.ts';
import { jwtStrategy } from '../../../lambda/auth/jwt.ts';
import { refreshableStrategy } from '../../../lambda/auth/refreshable.ts';
import { sessionStrategy } from '../../../lambda/auth/session.ts';
import type { Clock } from '../../../lambda/users/clock.ts';
import type { Ids } from '../../../lambda/users/ids.ts';
import { TestKeys } from '../../support/domain/keys.ts';
import { PlainTokens } from './plain-tokens.ts';

/** Seconds. */
export const REUSE_INTERVAL = 10;

interface BackendDeps {
  readonly clock: Clock;
  readonly ids: Ids;
}

/** A backend of each kind, put together as `lambda/composition/backends.ts` does, and their keys. */
export function backendsOf({ clock, ids }: BackendDeps) {
  const keys = { jwt: new TestKeys(), web: new TestKeys(), refresh: new TestKeys() };
  const randomness = {
    drawn: 0,
    bytes(length: number) {
      const bytes = Buffer.alloc(length);
      bytes.writeUInt32BE(randomness.drawn++);
      return bytes;
    },
  };
  const jwt = jwtStrategy({
    tokens: new PlainTokens(accessPurpose('jwt'), keys.jwt, clock),
    lifetime: 3600,
    ...{ clock, ids },
  });
  const refreshTokens = new JwtRefreshTokens(
    new PlainTokens(refreshPurpose('web'), keys.refresh, clock),
  );
  const web = refreshableStrategy({
    backend: 'web',
    tokens: new PlainTokens(accessPurpose('web'), keys.web, clock),
    refreshTokens: () => refreshTokens,
    lifetime: 900,
    refreshLifetime: 7 * 86_400,
    ...{ clock, ids },
  });
  const stored = sessionStrategy({
    backend: 'stored',
    lifetime: 86_400,
    idleTimeout: 3600,
    ...{ clock, ids, randomness },
  });
  const over = (name: string, strategy: Backend['strategy']): Backend => ({
    ...{ name, strategy },
    transport: bearerTransport,
  });
  return {
    backends: [over('jwt', jwt), over('web', web), over('stored', stored)],
    refresh: { tokens: refreshTokens, renew: web.renew, reuseInterval: REUSE_INTERVAL },
    keys,
    randomness,
  };
}
