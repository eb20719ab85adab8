import { Duration } from 'aws-cdk-lib';
import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';
import { accessAudience, type StrategyChoice, type TransportSettings } from './contract/backend.ts';
import type { CookieOptions } from './cookie-options';
import { JwtAlgorithm } from './jwt-algorithm';
import { checkLifetime, checkName, MAX_CREDENTIAL_LIFETIME } from './private/settings/checks';
import { cookieSettings } from './private/settings/cookie';
import { checkKeyPair } from './private/settings/key-pair-options';
import { refreshSettings, withRefreshCookie } from './private/settings/refresh';
import {
  checkIdleTimeout,
  DEFAULT_SESSION_LIFETIME,
  idleTimeoutOf,
} from './private/settings/session-options';
import type { RefreshOptions } from './refresh-options';
import type { SessionTransport } from './session-transport';

/** What every authentication backend has. */
export interface AuthBackendOptions {
  /**
   * Name of the backend and last segment of its routes, as in `/login/jwt`: lower-case letters,
   * digits and hyphens, starting with a letter, at most 32 characters. Unique in the API.
   *
   * @default - `jwt` or `cookie`, after the factory
   */
  readonly name?: string;

  /**
   * How long a credential stays valid after the login: whole seconds, at most 400 days.
   *
   * @default Duration.hours(1)
   */
  readonly lifetime?: Duration;

  /**
   * How tokens are signed. With `RS256` and `ES256` only the functions that issue tokens read the private
   * key, and anyone can verify them, by the public keys at `/.well-known/jwks.json` below the API's `url`.
   * A function of the construct makes the keys while the stack is deployed, and keeps them in secrets of the
   * construct; all backends with the same algorithm share a pair. With `HS256` every function that asks
   * who calls can sign. Changing the algorithm ends all logins by this backend.
   *
   * @default JwtAlgorithm.RS256
   */
  readonly algorithm?: JwtAlgorithm;

  /**
   * How often the key pair is replaced, with `RS256` and `ES256`: whole days, at most 1000, and at least
   * `lifetime`. The next public key is published one rotation before it is used, and a former one stays
   * published for one rotation. Backends that share a pair have one rotation: give it to one of them, or
   * the same to each.
   *
   * @default - 90 days, or the longest `lifetime` of the backends that share the pair
   */
  readonly keyRotationInterval?: Duration;

  /**
   * Secret that the signing keys are derived from with `HS256`, with at least 32 random characters.
   * After a rotation, tokens of the previous version are still accepted.
   *
   * @default - a generated secret, shared by all backends without their own
   */
  readonly secret?: aws_secretsmanager.ISecretRef;

  /**
   * Refresh tokens: logins are stored as sessions, access tokens end with them, and `/refresh/<name>`
   * gives the next access token and the next refresh token. Each refresh is a write to the table.
   *
   * @default - none: users log in again after `lifetime`
   */
  readonly refresh?: RefreshOptions;
}

/** Options of `AuthBackend.jwt()`. */
export interface JwtBackendOptions extends AuthBackendOptions {}

/** Options of `AuthBackend.cookie()`. */
export interface CookieBackendOptions extends AuthBackendOptions, CookieOptions {}

/** Options of `AuthBackend.session()`. It has no secret: nothing is signed. */
export interface SessionBackendOptions {
  /**
   * Name of the backend, as for `AuthBackend.jwt()`.
   *
   * @default 'session'
   */
  readonly name?: string;

  /**
   * How the session token travels.
   *
   * @default SessionTransport.bearer()
   */
  readonly transport?: SessionTransport;

  /**
   * How long a session lasts without use: whole seconds, at least a minute, at most `lifetime`. ASVS 5.0
   * asks for such a time (7.3.1) and leaves its length to the risk. A use is noted at most once in five
   * minutes, or in a tenth of this if that is shorter, so a session may end that much earlier.
   *
   * @default - 14 days, or `lifetime` if that is shorter
   */
  readonly idleTimeout?: Duration;

  /**
   * How long a session lasts after the login, however much it is used (ASVS 5.0, 7.3.2): whole seconds, at
   * most 400 days. The default is the maximum that NIST SP 800-63B-4 recommends for only a password
   * (2.1.3).
   *
   * @default Duration.days(30)
   */
  readonly lifetime?: Duration;
}

/**
 * A way to sign in: a transport, which says how the credential travels, and a strategy, which says
 * what it is. Each backend has login routes of its own, and all are accepted on every other route.
 *
 * @example
 * AuthBackend.cookie({ lifetime: Duration.days(7) });
 */
export class AuthBackend {
  /**
   * A signed token (JWT), sent as `Authorization: Bearer`. For mobile apps, command lines and
   * other services.
   *
   * @throws when the name or the lifetime is not allowed, or the options don't go together
   */
  public static jwt(options: JwtBackendOptions = {}): AuthBackend {
    return AuthBackend.signed('jwt', options, BEARER);
  }

  /**
   * A signed token (JWT) in a cookie that is `HttpOnly` and `Secure`, so no script can read it.
   * For front ends in a browser. Requests that change state must come from the API's own origin or
   * one of `allowedOrigins`, by their `Origin` header. From a host next to the API's, such as
   * `app.example.com` for `api.example.com`, the browser sends the cookie as it is; `domain` is only for
   * hosts that are to read it themselves. From another site most browsers send none: use
   * `AuthBackend.jwt()` there, or put the API behind the site's own domain.
   *
   * @throws when the name, the lifetime or an attribute of the cookie is not allowed, or the options don't
   * go together
   */
  public static cookie(options: CookieBackendOptions = {}): AuthBackend {
    return AuthBackend.signed('cookie', options, cookieSettings(options));
  }

  /**
   * A random token whose hash is stored with the login. Sessions can be listed, ended one by one and limited
   * in number, and they end when they are not used. It needs no secret. Every login is a write to the
   * table, and now and then a use is.
   *
   * @throws when the name or a time is not allowed
   */
  public static session(options: SessionBackendOptions = {}): AuthBackend {
    const lifetime = options.lifetime ?? DEFAULT_SESSION_LIFETIME;
    checkIdleTimeout(options.idleTimeout, lifetime);
    const idleTimeout = idleTimeoutOf(options.idleTimeout, lifetime);
    return new AuthBackend({
      name: options.name ?? 'session',
      lifetime,
      idleTimeout,
      algorithm: JwtAlgorithm.HS256,
      transport: options.transport?._transport ?? BEARER,
      strategy: () => ({
        kind: 'session',
        lifetime: lifetime.toSeconds(),
        idleTimeout: idleTimeout.toSeconds(),
      }),
    });
  }

  private static signed(
    defaultName: string,
    options: AuthBackendOptions,
    transport: TransportSettings,
  ): AuthBackend {
    const lifetime = options.lifetime ?? Duration.hours(1);
    const algorithm = options.algorithm ?? JwtAlgorithm.RS256;
    checkKeyPair({ ...options, algorithm });
    const keyPair = algorithm._keyPair;
    const refresh = refreshSettings(options.refresh, lifetime);
    return new AuthBackend({
      name: options.name ?? defaultName,
      lifetime,
      secret: options.secret,
      algorithm,
      ...(keyPair && { keyRotationInterval: options.keyRotationInterval }),
      transport: refresh === undefined ? transport : withRefreshCookie(transport),
      strategy: () => ({
        kind: 'jwt',
        lifetime: lifetime.toSeconds(),
        keys:
          keyPair === undefined ? { kind: 'derived' } : { kind: 'key-pair', algorithm: keyPair },
        refresh,
      }),
    });
  }

  /** Last segment of this backend's routes. */
  public readonly name: string;

  /** How long a credential stays valid. */
  public readonly lifetime: Duration;

  /** Its own secret; undefined when it uses the shared one. */
  public readonly secret?: aws_secretsmanager.ISecretRef;

  /** Name of its cookie; undefined when it has none. */
  public readonly cookieName?: string;

  /** How long a session lasts without use; undefined for a backend with signed tokens. */
  public readonly idleTimeout?: Duration;

  /** How its tokens are signed; meaningless for `AuthBackend.session()`. */
  public readonly algorithm: JwtAlgorithm;

  /** The `aud` of its tokens, for services that verify them by the public keys. */
  public readonly audience: string;

  /** How often its key pair is replaced, where that was given. */
  public readonly keyRotationInterval?: Duration;

  /** @internal */
  public readonly _transport: TransportSettings;

  /** @internal */
  public readonly _strategy: StrategyChoice;

  private constructor(choice: BackendChoice) {
    const { name, lifetime, transport } = choice;
    checkName('AuthBackend.name', name, {
      fix: 'it becomes a route, as in /login/jwt, so choose one like "jwt" or "web-cookie"',
    });
    checkLifetime('AuthBackend.lifetime', lifetime, {
      max: MAX_CREDENTIAL_LIFETIME,
      why: 'browsers keep no cookie for longer than 400 days, and no token should live longer',
    });
    this.name = name;
    this.lifetime = lifetime;
    this.secret = choice.secret;
    this.cookieName = transport.kind === 'cookie' ? transport.name : undefined;
    this.idleTimeout = choice.idleTimeout;
    this.algorithm = choice.algorithm;
    this.audience = accessAudience(name);
    this.keyRotationInterval = choice.keyRotationInterval;
    this._transport = transport;
    this._strategy = choice.strategy();
  }
}

/** What a factory makes of its options. */
interface BackendChoice
  extends Pick<
    AuthBackend,
    'name' | 'lifetime' | 'secret' | 'idleTimeout' | 'algorithm' | 'keyRotationInterval'
  > {
  readonly transport: TransportSettings;
  /** Asked for once the times are known to be allowed. */
  readonly strategy: () => StrategyChoice;
}

const BEARER: TransportSettings = { kind: 'bearer' };
