import type { CookieSettings, TransportSettings } from '../../contract/backend.ts';
import type { CookieOptions } from '../../cookie-options';
import { SameSite } from '../../same-site';
import { known, UsersApiError } from '../errors';

/** A `token` of RFC 9110, section 5.6.2, which is what RFC 6265 takes for a cookie's name. */
const COOKIE_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** A host name, of RFC 1123, with labels of at most 63 characters. */
const DOMAIN =
  /^(?!.{254})[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;
/** RFC 6265's `path-value`, that starts at the root: printable ASCII without a semicolon. */
const PATH = /^\/[\x21-\x3a\x3c-\x7e]*$/;

/**
 * The cookie's attributes with their defaults, or an error. All of them end up in a `Set-Cookie`
 * header, so what could break out of its attribute (a semicolon, a line break) is refused here.
 */
export function cookieSettings(
  options: CookieOptions,
  defaultName: 'users-api' | 'users-api-session' = 'users-api',
): CookieSettings {
  const { domain } = options;
  const path = options.path ?? '/';
  const { _attribute: sameSite } = options.sameSite ?? SameSite.LAX;
  const hostOnly = domain === undefined && path === '/';
  const name = options.cookieName ?? `${hostOnly ? '__Host' : '__Secure'}-${defaultName}`;

  const knownName = known(name);
  if (knownName !== undefined && !COOKIE_NAME.test(knownName)) {
    throw new UsersApiError('AuthBackend.cookieName', {
      got: knownName,
      expected: 'a token as of RFC 6265, such as "__Host-users-api"',
      fix: 'use letters, digits, "-" and "_"',
    });
  }
  // Browsers drop a cookie that has the prefix and not what the prefix promises (RFC 6265bis,
  // section 4.1.3.2), whatever the prefix's case, so every login would be lost silently.
  if (!hostOnly && knownName !== undefined && /^__Host-/i.test(knownName)) {
    throw new UsersApiError('AuthBackend.cookieName', {
      got: knownName,
      expected: 'no "__Host-" prefix beside a domain, or a path other than "/"',
      fix: 'leave out domain and path, or begin the name with "__Secure-"',
    });
  }
  const knownDomain = known(domain);
  if (knownDomain !== undefined && !DOMAIN.test(knownDomain)) {
    throw new UsersApiError('AuthBackend.domain', {
      got: knownDomain,
      expected: 'a host name such as "example.com"',
      fix: 'give only the name, without scheme, port, leading dot or path',
    });
  }
  const knownPath = known(path);
  if (knownPath !== undefined && !PATH.test(knownPath)) {
    throw new UsersApiError('AuthBackend.path', {
      got: knownPath,
      expected: 'a path such as "/users", of printable ASCII without spaces and semicolons',
      fix: 'start it with a slash and percent-encode what is special',
    });
  }
  return { kind: 'cookie', name, domain, path, sameSite };
}

/** Every cookie of a transport, and where browsers send it. */
export function cookiesOf(
  transport: TransportSettings,
): readonly Pick<CookieSettings, 'name' | 'path'>[] {
  if (transport.kind !== 'cookie') return [];
  const { name, path, refreshName } = transport;
  return [{ name, path }, ...(refreshName === undefined ? [] : [{ name: refreshName, path: '/' }])];
}
