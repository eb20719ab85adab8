/** Login by an account at an OAuth 2.0 or OpenID Connect provider: what it needs from outside. */

/** The account that signed in, according to the provider. */
export interface OAuthIdentity {
  readonly subject: string;
  /** The account's address, where the provider vouches that it is the account holder's own. */
  readonly email?: string;
  /** The provider is the authority for that address now; it hasn't just seen it verified at some time. */
  readonly isAuthoritative: boolean;
}

/** One trip of a browser to the provider and back: what has to match when it returns. */
export interface OAuthAttempt {
  /** Ties the answer to the browser that asked (RFC 6749, 10.12). */
  readonly state: string;
  /** Ties the ID token to this attempt (OpenID Connect Core, 15.5.2). */
  readonly nonce: string;
  /** Ties the code to the client that asked for it (RFC 7636). */
  readonly codeVerifier: string;
  /** The user who associates the account; absent for a login. */
  readonly userId?: string;
}

/** Attempts of one client and one purpose, as tokens that the browser keeps. */
export interface OAuthAttempts {
  issue(attempt: OAuthAttempt): Promise<string>;
  /**
   * The attempt and when it ends, in seconds since the epoch; `undefined` for anything that is not a
   * valid token of this kind.
   */
  verify(token: string): Promise<(OAuthAttempt & { readonly expiresAt: number }) | undefined>;
}

/** A provider, spoken to as one client of it. */
export interface OAuthProvider {
  /** Where the browser goes. */
  authorizationUrl(attempt: OAuthAttempt): Promise<string>;
  /**
   * The account that signed in, from the parameters of the callback.
   *
   * @throws UsersError `OAUTH_REFUSED`, `OAUTH_INVALID_RESPONSE`, `SERVICE_UNAVAILABLE`
   */
  identify(parameters: URLSearchParams, attempt: OAuthAttempt): Promise<OAuthIdentity>;
}
