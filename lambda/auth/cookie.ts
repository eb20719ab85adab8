import type { CookieSettings } from '../../lib/private/actions.ts';
import type { Transport } from './transport.ts';

/** A cookie that scripts can't read (RFC 6265bis); always `Secure` and `HttpOnly`. */
export function cookieTransport(settings: CookieSettings): Transport {
  const { name } = settings;
  return {
    ambient: true,

    read({ cookies = [] }) {
      const values = cookies.flatMap((pair) =>
        pair.startsWith(`${name}=`) ? [pair.slice(name.length + 1)] : [],
      );
      const [value, ...others] = values;
      // Of two cookies of one name, one may have been planted from a sibling domain.
      if (others.length > 0) return 'malformed';
      return value ? { credential: value } : undefined;
    },

    respond({ credential }, lifetime) {
      return { statusCode: 204, cookies: [setCookie(settings, credential, lifetime)] };
    },

    clear() {
      return { statusCode: 204, cookies: [setCookie(settings, '', 0)] };
    },
  };
}

/** `Set-Cookie`: a browser replaces, or with `maxAge` 0 drops, the cookie of the same name and place. */
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
