import { Duration } from 'aws-cdk-lib';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { JwtAlgorithm } from './jwt-algorithm';
import {
  accessAudience,
  type BackendSettings,
  type CookieSettings,
  type RefreshSettings,
} from './private/actions';
import { checkLifetime } from './private/checks';
import { cookieSettings } from './private/cookie';
import { UsersApiError } from './private/errors';
import { checkKeyPair, DEFAULT_KEY_ROTATION } from './private/key-pair-options';
import { refreshSettings } from './private/refresh';
import type { RefreshOptions } from './refresh-options';
import type { SameSite } from './same-site';

/** What every authentication backend has. */
export interface AuthBackendOptions {
  /**
   * Name of the backend and last segment of its routes, as in `/login/jwt`: lower-case letters,
   * digits and hyphens, beginning with a letter, 32 characters at the most. Unique in the API.
   *
   * @default - `jwt` or `cookie`, after the factory
   */
  readonly name?: string;

  /**
   * How long a credential stays valid after the login: whole seconds, 400 days at the most.
   *
   * @default Duration.hours(1)
   */
  readonly lifetime?: Duration;

  /**
   * Secret that this backend's signing keys are derived from, with at least 32 random characters.
   * After a rotation tokens made with the version before are still accepted.
   *
   * @default - a generated secret, which all backends without one of their own share
   */
  readonly secret?: ISecret;

  /**
   * Refresh tokens: logins are stored as sessions, access tokens end with them, and `/refresh/<name>`
   * gives the next access token and the next refresh token. Each refresh is a write to the table.
   *
   * @default - none: who wants on after `lifetime` logs in again
   */
  readonly refresh?: RefreshOptions;
}

/** Options of `AuthBackend.jwt()`. */
export interface JwtBackendOptions extends AuthBackendOptions {
  /**
   * How tokens are signed. With `RS256` and `ES256` anyone can verify them, by the public keys at
   * `/.well-known/jwks.json` below the API's `url`; the private keys are made by a function of the
   * construct and kept in a secret of its own, so `secret` has to be left out. Another algorithm
   * voids all tokens of before.
   *
   * @default JwtAlgorithm.HS256
   */
  readonly algorithm?: JwtAlgorithm;

  /**
   * How often the key pair is replaced, with `RS256` and `ES256`: whole days, 1000 at the most, and
   * no shorter than `lifetime`. The next public key is published one such time before it is used,
   * and a former one stays for as long.
   *
   * @default Duration.days(90)
   */
  readonly keyRotation?: Duration;
}

/** Options of `AuthBackend.cookie()`. */
export interface CookieBackendOptions extends AuthBackendOptions {
  /**
   * Name of the cookie. The `__Host-` prefix makes a browser take it only from this very host over
   * HTTPS (RFC 6265bis, section 4.1.3.2), so no sister domain can plant one; it rules out `domain`
   * and any other `path`.
   *
   * @default - `__Host-users-api`, or `__Secure-users-api` with a `domain` or a `path` other than `/`
   */
  readonly cookieName?: string;

  /**
   * Host name that gets the cookie together with all its subdomains. Each of those can then read
   * and replace it.
   *
   * @default - the host of the API alone
   */
  readonly domain?: string;

  /**
   * Path below which the cookie is sent.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * When the cookie goes along with a request that another site started.
   *
   * @default SameSite.LAX
   */
  readonly sameSite?: SameSite;
}

/** Longest `Max-Age` that browsers honour: RFC 6265bis, section 5.5. */
const MAX_LIFETIME = Duration.days(400);

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
    checkKeyPair(options);
    return new AuthBackend('jwt', options);
  }

  /**
   * A signed token (JWT) in a cookie that is `HttpOnly` and `Secure`, so no script can read it.
   * For front ends in a browser. Requests that change state must come from the API's own origin or
   * one of `allowedOrigins`.
   *
   * @throws when the name, the lifetime or an attribute of the cookie is not allowed
   */
  public static cookie(options: CookieBackendOptions = {}): AuthBackend {
    return new AuthBackend('cookie', options, cookieSettings(options));
  }

  /** Last segment of this backend's routes. */
  public readonly name: string;

  /** How long a credential stays valid. */
  public readonly lifetime: Duration;

  /** Its own secret; undefined when it uses the shared one. */
  public readonly secret?: ISecret;

  /** Name of its cookie; undefined when it has none. */
  public readonly cookieName?: string;

  /** How its tokens are signed. */
  public readonly algorithm: JwtAlgorithm;

  /** The `aud` of its tokens, for who verifies them by the public keys. */
  public readonly audience: string;

  /** How often its key pair is replaced; undefined for HS256. */
  public readonly keyRotation?: Duration;

  /** @internal */
  public readonly _refresh?: RefreshSettings;

  /** @internal */
  public readonly _cookie?: CookieSettings;

  /**
   * Whether its logins are stored, so that they can be listed and ended one by one.
   *
   * @internal
   */
  public readonly _keepsSessions: boolean;

  private constructor(defaultName: string, options: JwtBackendOptions, cookie?: CookieSettings) {
    this.name = options.name ?? defaultName;
    this.lifetime = options.lifetime ?? Duration.hours(1);
    this.secret = options.secret;
    this.cookieName = cookie?.name;
    this._cookie = cookie;
    this.algorithm = options.algorithm ?? JwtAlgorithm.HS256;
    this._refresh = refreshSettings(options, cookie);
    this._keepsSessions = this._refresh !== undefined;
    this.audience = accessAudience(this.name);
    if (this.algorithm._keyPair !== undefined) {
      this.keyRotation = options.keyRotation ?? DEFAULT_KEY_ROTATION;
    }

    // A token is refused too: the name makes routes and construct ids, which synth has to know.
    if (!/^[a-z][a-z0-9-]{0,31}$/.test(this.name)) {
      throw new UsersApiError('AuthBackend.name', {
        got: this.name,
        expected: 'lower-case letters, digits and hyphens, a letter first, 32 at the most',
        fix: 'it becomes a route, as in /login/jwt, so choose one like "jwt" or "web-cookie"',
      });
    }
    checkLifetime('AuthBackend.lifetime', this.lifetime, {
      max: MAX_LIFETIME,
      why: 'browsers keep no cookie for longer than 400 days, and no token should live longer',
    });
  }

  /**
   * The backend as the runtime gets it.
   *
   * @internal
   */
  public _settings(secretArn: string): BackendSettings {
    return {
      name: this.name,
      transport: this._cookie === undefined ? 'bearer' : 'cookie',
      lifetime: this.lifetime.toSeconds(),
      secretArn,
      cookie: this._cookie,
      refresh: this._refresh,
    };
  }
}
