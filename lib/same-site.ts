import type { CookieSettings } from './contract/backend.ts';

/**
 * When a browser sends the cookie along with a request that another site started.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-4.1.2.7
 */
export class SameSite {
  /** Never. A user who follows a link from elsewhere arrives signed out. */
  public static readonly STRICT = new SameSite('Strict');

  /** Only when the user follows a link, never with a request that changes state. */
  public static readonly LAX = new SameSite('Lax');

  /**
   * Always, if the browser has cookies for other sites at all: Safari and Firefox keep them from
   * pages of other sites by default, and Chromium from users who turned them off. So a front end on another
   * site can't rely on it. It leaves only the runtime's check of `Origin` against forged requests, so keep
   * `allowedOrigins` short.
   */
  public static readonly NONE = new SameSite('None');

  /** @internal */
  public readonly _attribute: CookieSettings['sameSite'];

  private constructor(attribute: CookieSettings['sameSite']) {
    this._attribute = attribute;
  }
}
