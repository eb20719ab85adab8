import type { CookieSettings } from '../../lib/contract/backend.ts';
import type { CredentialCarrier, Transport } from './transport.ts';

/**
 * A cookie that scripts can't read (RFC 6265bis); always `Secure` and `HttpOnly`.
 *
 * @param refreshRoute below the base path: the one route that the cookie with refresh tokens is
 * sent to
 */
export function cookieTransport(settings: CookieSettings, refreshRoute = ''): Transport {
  const { refreshName } = settings;
  const setRefreshCookie = (basePath: string, value: string, maxAge: number) => {
    if (refreshName === undefined) return [];
    const place = { ...settings, name: refreshName, path: `${basePath}${refreshRoute}` };
    return [setCookie(place, value, maxAge)];
  };
  return {
    ambient: true,

    read(request) {
      const [value, ...others] = valuesOf(request, settings.name);
      // Of two cookies of one name, one may have been planted from a sibling domain.
      if (others.length > 0) return 'malformed';
      return value ? { credential: value } : undefined;
    },

    readRefreshToken(request) {
      const [value, ...others] = refreshName === undefined ? [] : valuesOf(request, refreshName);
      return others.length > 0 ? undefined : value;
    },

    respond({ credential, lifetime, refresh }, basePath) {
      return {
        statusCode: 204,
        cookies: [
          setCookie(settings, credential, lifetime),
          ...(refresh ? setRefreshCookie(basePath, refresh.token, refresh.lifetime) : []),
        ],
      };
    },

    clear(basePath) {
      return {
        statusCode: 204,
        cookies: [setCookie(settings, '', 0), ...setRefreshCookie(basePath, '', 0)],
      };
    },
  };
}

function valuesOf({ cookies = [] }: CredentialCarrier, name: string): string[] {
  return cookies.flatMap((pair) =>
    pair.startsWith(`${name}=`) ? [pair.slice(name.length + 1)] : [],
  );
}

/**
 * `Set-Cookie`: a browser replaces, or with `maxAge` 0 drops, the cookie of the same name and
 * place.
 */
function setCookie(settings: CookieSettings, value: string, maxAge: number): string {
  const { name, domain, path, sameSite } = settings;
  const attributes = [
    `${name}=${value}`,
    `Path=${path}`,
    ...(domain === undefined ? [] : [`Domain=${domain}`]),
    'Secure',
    'HttpOnly',
    `SameSite=${sameSite}`,
    `Max-Age=${maxAge}`,
  ];
  return attributes.join('; ');
}
