import type { CookieSettings } from '../../lib/contract/backend.ts';
import type { CredentialCarrier, Transport } from './transport.ts';

/**
 * A cookie that scripts can't read (RFC 6265bis); always `Secure` and `HttpOnly`.
 *
 * The one with refresh tokens is always the host's own (`__Host-`, 4.1.3.2), so that no sibling
 * domain can plant one and have a browser refresh into somebody else's account.
 */
export function cookieTransport(settings: CookieSettings): Transport {
  const { refreshName, sameSite } = settings;
  const setRefreshCookie = (value: string, maxAge: number) =>
    refreshName === undefined
      ? []
      : [setCookie({ name: refreshName, path: '/', sameSite }, value, maxAge)];
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

    respond({ credential, lifetime, refresh }) {
      return {
        statusCode: 204,
        cookies: [
          setCookie(settings, credential, lifetime),
          ...(refresh ? setRefreshCookie(refresh.token, refresh.lifetime) : []),
        ],
      };
    },

    clear() {
      return {
        statusCode: 204,
        cookies: [setCookie(settings, '', 0), ...setRefreshCookie('', 0)],
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
function setCookie(
  { name, domain, path, sameSite }: Omit<CookieSettings, 'kind' | 'refreshName'>,
  value: string,
  maxAge: number,
): string {
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
