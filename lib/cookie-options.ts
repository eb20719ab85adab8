import type { SameSite } from './same-site';

/** How a cookie is set. It is always `Secure` and `HttpOnly`. */
export interface CookieOptions {
  /**
   * Name of the cookie. The `__Host-` prefix makes a browser take it only from this very host over
   * HTTPS (RFC 6265bis, section 4.1.3.2), so no sister domain can plant one; it rules out `domain`
   * and any other `path`.
   *
   * @default - `__Host-users-api`, or `__Secure-users-api` with a `domain` or a `path` other than `/`;
   * for a session token with `-session` behind it
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
