import type { TransportSettings } from './contract/backend.ts';
import type { CookieOptions } from './cookie-options';
import { cookieSettings } from './private/settings/cookie';

/** How a session token travels. */
export class SessionTransport {
  /** As `Authorization: Bearer`, for mobile apps, command lines and other services. */
  public static bearer(): SessionTransport {
    return new SessionTransport({ kind: 'bearer' });
  }

  /**
   * In a cookie, for front ends in a browser. Requests that change state must come from the API's own
   * origin or one of `allowedOrigins`.
   *
   * @throws when an attribute of the cookie is not allowed
   */
  public static cookie(options: CookieOptions = {}): SessionTransport {
    return new SessionTransport(cookieSettings(options, 'users-api-session'));
  }

  /** @internal */
  public readonly _transport: TransportSettings;

  private constructor(transport: TransportSettings) {
    this._transport = transport;
  }
}
