/**
 * What every answer says to a browser. It is data and no page: nothing in it is to run, to be loaded, to be
 * taken for another type or to be framed. For a year the browser only speaks TLS to the host; hosts below it
 * are not the API's to speak for, so without `includeSubDomains`.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html#security-headers
 * ASVS 5.0, 3.4.1, 3.4.3, 3.4.4, 3.4.6
 */
export const SECURITY_HEADERS = {
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;
