import type { Transport } from './transport.ts';

/** RFC 6750, 2.1: `Bearer`, one space, a token; the scheme in any case (RFC 9110, 11.1). */
const BEARER = /^Bearer ([\w.~+/-]+=*)$/i;

/** The `Authorization` header (RFC 6750). */
export const bearerTransport: Transport = {
  ambient: false,
  challenge: 'Bearer',

  read({ headers }) {
    const { authorization } = headers;
    if (authorization === undefined) return undefined;
    const credential = BEARER.exec(authorization)?.[1];
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
