import type { Transport } from './transport.ts';

/** RFC 9110, 11.4: credentials begin with the name of their scheme, a token, in any case (11.1). */
const SCHEME = /^[\w!#$%&'*+.^`|~-]+/;

/** RFC 6750, 2.1: `Bearer`, spaces, a token. */
const CREDENTIALS = /^Bearer +([\w.~+/-]+=*)$/i;

/** The `Authorization` header (RFC 6750). */
export const bearerTransport: Transport = {
  ambient: false,
  challenge: 'Bearer',

  read({ headers }) {
    const { authorization = '' } = headers;
    // Credentials of another scheme are not for this transport, as to FastAPI Users: of a proxy, say.
    if (SCHEME.exec(authorization)?.[0].toLowerCase() !== 'bearer') return undefined;
    const credential = CREDENTIALS.exec(authorization)?.[1];
    return credential === undefined ? 'malformed' : { credential };
  },

  readRefreshToken(_, body) {
    return body?.refresh_token;
  },

  respond({ credential, lifetime, refresh }) {
    return {
      statusCode: 200,
      body: {
        access_token: credential,
        token_type: 'bearer',
        expires_in: lifetime,
        ...(refresh && {
          refresh_token: refresh.token,
          refresh_expires_in: refresh.lifetime,
        }),
      },
    };
  },

  clear() {
    return { statusCode: 204 };
  },
};
