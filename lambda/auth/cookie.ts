import type { CookieSettings } from '../../lib/private/actions.ts';
import type { Transport } from './transport.ts';

/** A cookie that scripts can't read (RFC 6265bis); always `Secure` and `HttpOnly`. */
export function cookieTransport(settings: CookieSettings): Transport {
  const { name, domain, path, sameSite } = settings;
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

    respond(credential, lifetime) {
      const attributes = [
        `${name}=${credential}`,
        `Path=${path}`,
        ...(domain === undefined ? [] : [`Domain=${domain}`]),
        'Secure',
        'HttpOnly',
        `SameSite=${sameSite}`,
        `Max-Age=${lifetime}`,
      ];
      return { statusCode: 204, cookies: [attributes.join('; ')] };
    },
  };
}
