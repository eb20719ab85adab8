import type { SameSite } from './same-site';

/** How a cookie is set. It is always `Secure` and `HttpOnly`. */
export interface CookieOptions {
  /**
   * Name of the cookie. The `__Host-` prefix makes a browser take it only from this very host over
   * HTTPS (RFC 6265bis, section 4.1.3.2), so no sibling domain can set one; it rules out `domain`
   * and any other `path`.
   *
   * @default - `__Host-users-api`, or `__Secure-users-api` with a `domain` or a `path` other than `/`;
   * with `-session` at the end for a session token
   */
  readonly cookieName?: string;

  /**
   * Host name that gets the cookie, together with all its subdomains. Each of them can then read and
   * replace it.
   *
   * @default - only the host of the API
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
