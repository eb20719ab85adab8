/** Authentication backends: the transport and the strategy of the kinds that settings name. */

import { backends as backendSettings } from '../../lib/contract/action.ts';
import type {
  JwtSettings,
  RefreshSettings,
  StrategySettings,
  TransportSettings,
} from '../../lib/contract/backend.ts';
import { KeyPairTokens } from '../adapters/jose/key-pair-tokens.ts';
import { KeySet } from '../adapters/jose/key-set.ts';
import { accessPurpose, refreshPurpose } from '../adapters/jose/purposes.ts';
import { JwtRefreshTokens } from '../adapters/jose/refresh-tokens.ts';
import type { AuthenticateDeps } from '../auth/authenticate.ts';
import type { Backend } from '../auth/backend.ts';
import { bearerTransport } from '../auth/bearer.ts';
import { cookieTransport } from '../auth/cookie.ts';
import { type AccessTokens, jwtStrategy } from '../auth/jwt.ts';
import { type RefreshableStrategy, refreshableStrategy } from '../auth/refreshable.ts';
import { sessionStrategy } from '../auth/session.ts';
import type { Strategy } from '../auth/strategy.ts';
import type { Transport } from '../auth/transport.ts';
import type { RefreshTokens } from '../users/sessions/session-store.ts';
import type { Runtime } from './runtime.ts';
import { keyRing, signedTokens } from './secrets.ts';
import { sessionStore, signInState } from './stores/session-store.ts';

/** What it takes to authenticate a caller. */
export const authentication = (rt: Runtime): AuthenticateDeps =>
  rt.once('authentication', () => ({
    backends: backends(rt),
    store: signInState(rt),
    sessions: sessionStore(rt),
    clock: rt.clock,
  }));

/** In the order given to the construct. */
export const backends = (rt: Runtime): readonly Backend[] =>
  rt.get(backendSettings).map(({ name, transport, strategy }) => ({
    name,
    transport: TRANSPORTS[transport.kind](transport as never),
    strategy: STRATEGIES[strategy.kind](rt, name, strategy as never),
  }));

/** The backend of a function that exists once per backend. */
export function ownBackend(rt: Runtime): Backend {
  const [own] = backends(rt);
  if (!own) throw new Error('the environment variable BACKENDS names no backend');
  return own;
}

/** What refreshes the credentials of that one backend. */
export function ownRefresh(rt: Runtime) {
  const [own] = rt.get(backendSettings);
  if (own?.strategy.kind !== 'jwt' || own.strategy.refresh === undefined) {
    throw new Error('the environment variable BACKENDS names no backend with refresh');
  }
  const { name, strategy } = own;
  return {
    tokens: refreshTokens(rt, name, strategy),
    reuseInterval: own.strategy.refresh.reuseInterval,
    renew: refreshable(rt, name, strategy, own.strategy.refresh).renew,
  };
}

const TRANSPORTS: {
  readonly [Kind in TransportSettings['kind']]: (
    settings: Extract<TransportSettings, { readonly kind: Kind }>,
  ) => Transport;
} = {
  bearer: () => bearerTransport,
  cookie: cookieTransport,
};

const STRATEGIES: {
  readonly [Kind in StrategySettings['kind']]: (
    rt: Runtime,
    backend: string,
    settings: Extract<StrategySettings, { readonly kind: Kind }>,
  ) => Strategy;
} = {
  session: ({ clock, ids, randomness }, backend, { lifetime, idleTimeout }) =>
    sessionStrategy({ backend, clock, ids, randomness, lifetime, idleTimeout }),
  jwt(rt, backend, settings) {
    const { refresh, lifetime } = settings;
    if (refresh !== undefined) return refreshable(rt, backend, settings, refresh);
    const { clock, ids } = rt;
    return jwtStrategy({ tokens: accessTokens(rt, backend, settings), clock, ids, lifetime });
  },
};

function refreshable(
  rt: Runtime,
  backend: string,
  settings: JwtSettings,
  refresh: RefreshSettings,
): RefreshableStrategy {
  const { clock, ids } = rt;
  return refreshableStrategy({
    backend,
    tokens: accessTokens(rt, backend, settings),
    refreshTokens: () => refreshTokens(rt, backend, settings),
    clock,
    ids,
    lifetime: settings.lifetime,
    refreshLifetime: refresh.lifetime,
  });
}

function refreshTokens(rt: Runtime, backend: string, { refresh }: JwtSettings): RefreshTokens {
  if (refresh?.secretArn === undefined) {
    throw new Error(`the backend ${backend} has nothing to sign refresh tokens with`);
  }
  return new JwtRefreshTokens(signedTokens(rt, refreshPurpose(backend), refresh.secretArn));
}

const KEYS: {
  readonly [Kind in JwtSettings['keys']['kind']]: (
    rt: Runtime,
    backend: string,
    keys: Extract<JwtSettings['keys'], { readonly kind: Kind }>,
  ) => AccessTokens;
} = {
  derived: (rt, backend, { secretArn }) => signedTokens(rt, accessPurpose(backend), secretArn),
  'key-pair': (rt, backend, { algorithm, issuer, signingSecretArn, publicSecretArn }) => {
    const tokens = (secretArn: string | undefined) =>
      secretArn === undefined
        ? undefined
        : new KeyPairTokens({
            purpose: accessPurpose(backend),
            algorithm,
            issuer,
            clientId: backend,
            keys: new KeySet(keyRing(rt, secretArn)),
            clock: rt.clock,
          });
    const [signing, verifying] = [tokens(signingSecretArn), tokens(publicSecretArn)];
    return {
      async sign(claims) {
        if (!signing) throw new Error(`the backend ${backend} has nothing to sign tokens with`);
        return signing.sign(claims);
      },
      async verify(token) {
        if (!verifying) throw new Error(`the backend ${backend} has nothing to verify tokens by`);
        return verifying.verify(token);
      },
    };
  },
};

const accessTokens = (rt: Runtime, backend: string, { keys }: JwtSettings): AccessTokens =>
  KEYS[keys.kind](rt, backend, keys as never);
