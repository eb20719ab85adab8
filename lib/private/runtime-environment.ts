/** What the construct tells the functions; pure types, for both sides. */

/** The whole environment of the runtime; every value is a string, as Lambda has it. */
export interface RuntimeEnvironment {
  /** Name of the users table; not set for an action that makes no call on it. */
  readonly TABLE_NAME: string;
  /** JSON of `BackendSettings[]`, in the order given to the construct. */
  readonly BACKENDS?: string;
  readonly RESET_TOKEN_SECRET_ARN?: string;
  /** Seconds. */
  readonly RESET_TOKEN_LIFETIME?: string;
  readonly VERIFICATION_TOKEN_SECRET_ARN?: string;
  /** Seconds. */
  readonly VERIFICATION_TOKEN_LIFETIME?: string;
  /** Characters. */
  readonly PASSWORD_MIN_LENGTH?: string;
  readonly BCRYPT_COST?: string;
  /** `true` or `false`. */
  readonly REQUIRE_CURRENT_PASSWORD?: string;
  /** `true` or `false`. */
  readonly CONFIRM_EMAIL_CHANGE?: string;
  /** `true` or `false`. */
  readonly REQUIRE_VERIFICATION?: string;
  /** `true` or `false`. */
  readonly LOGIN_EVENTS?: string;
  readonly MAX_SESSIONS_PER_USER?: string;
  /** JSON of `string[]`. */
  readonly ALLOWED_ORIGINS?: string;
  /** JSON of `Requirements`. */
  readonly REQUIREMENTS?: string;
  /** Such as `/users`; empty for the root. */
  readonly BASE_PATH?: string;
  readonly EVENT_BUS_NAME?: string;
  /** URL of the user model's module, relative to the bundle. */
  readonly USER_MODEL?: string;
  readonly CURSOR_SECRET_ARN?: string;
  /** JSON of `string[]`. */
  readonly PUBLIC_KEYS_SECRET_ARNS?: string;
  /** `iss` of tokens that are signed with a key pair: the URL of the API. */
  readonly ISSUER?: string;
  /** JSON of `KeyPairAlgorithm[]`. */
  readonly SIGNING_ALGORITHMS?: string;
  /** JSON of `KeyRotationSettings`. */
  readonly KEY_ROTATION?: string;
  /** JSON of `OAuthClientSettings`. */
  readonly OAUTH_CLIENT?: string;
  readonly OAUTH_CLIENT_SECRET_ARN?: string;
}

/** RFC 7518, 3.1: the algorithms whose signatures a public key verifies. */
export type KeyPairAlgorithm = 'RS256' | 'ES256';

/** Whose key pairs a function rotates: two secrets, each a JWK Set (RFC 7517). */
export interface KeyRotationSettings {
  readonly algorithm: KeyPairAlgorithm;
  /** Private keys: the one that signs, and the one that will. */
  readonly signingSecretArn: string;
  /** The public half of those, and of the one that signed before. */
  readonly publicSecretArn: string;
}

/** What a caller must be to pass an authorizer. */
export interface Requirements {
  readonly verified: boolean;
  readonly superuser: boolean;
  /** Whoever is not may pass, anonymously. */
  readonly optional: boolean;
}

/**
 * The environment of the admin client, which runs in functions that are not ours: the prefix keeps it
 * clear of their own variables.
 */
export interface AdminEnvironment {
  readonly USERS_API_TABLE_NAME: string;
  /** Characters. */
  readonly USERS_API_PASSWORD_MIN_LENGTH: string;
  readonly USERS_API_BCRYPT_COST: string;
  /** `true` or `false`: the client has to be given the construct's `userModel` as well. */
  readonly USERS_API_HAS_USER_MODEL: string;
}

/** What a user goes to a provider for: to sign in, or to add an account there to their user. */
export type OAuthFlow = 'login' | 'associate';

/** One client of a provider, as the functions of one flow get it. */
export interface OAuthClientSettings {
  readonly name: string;
  readonly flow: OAuthFlow;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Of an OpenID provider; absent for GitHub. */
  readonly issuer?: string;
  /** Of this flow. */
  readonly redirectUri: string;
  /** Where a login by cookie ends. */
  readonly successUrl?: string;
  /** What the keys of attempts are derived from. */
  readonly stateSecretArn: string;
}

/** One authentication backend, as the runtime gets it. */
export interface BackendSettings {
  readonly name: string;
  readonly transport: 'bearer' | 'cookie';
  /** Lifetime of an access token or a session, in seconds. */
  readonly lifetime: number;
  /**
   * What keys are derived from; with `keyPair` a JWK Set, private to sign with, else public. Absent with
   * `session`.
   */
  readonly secretArn?: string;
  /** Where the credential is a session token, not a signed one. */
  readonly session?: SessionSettings;
  /** Absent where the key is derived from the secret, for HS256. */
  readonly keyPair?: { readonly algorithm: KeyPairAlgorithm; readonly issuer: string };
  /** With the cookie transport only. */
  readonly cookie?: CookieSettings;
  /** Where logins are stored and access tokens can be had anew. */
  readonly refresh?: RefreshSettings;
}

export interface RefreshSettings {
  /** Seconds from the login. */
  readonly lifetime: number;
  /** Seconds for which a replaced token still gets its replacement. */
  readonly reuseInterval: number;
  /** What the keys of refresh tokens are derived from; for who makes them alone. */
  readonly secretArn?: string;
  /** With the cookie transport only. */
  readonly cookieName?: string;
}

export interface SessionSettings {
  /** Seconds without use after which a session ends. */
  readonly idleTimeout: number;
}

export interface CookieSettings {
  readonly name: string;
  readonly domain?: string;
  readonly path: string;
  readonly sameSite: 'Strict' | 'Lax' | 'None';
}
