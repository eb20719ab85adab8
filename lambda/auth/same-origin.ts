import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/**
 * Whether a request comes from the API's own origin or an allowed one (OWASP Cross-Site Request
 * Forgery Prevention Cheat Sheet, "Fetch Metadata" with the `Origin` header as its fallback). A
 * request that doesn't say where it comes from does not pass.
 */
export function isSameOrigin(
  { headers, requestContext }: Pick<APIGatewayProxyEventV2, 'headers' | 'requestContext'>,
  allowedOrigins: readonly string[],
): boolean {
  const site = headers['sec-fetch-site'];
  // `none` is the user's own action: typed into the address bar, opened from a bookmark.
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = headers;
  if (origin === undefined) return false;
  const own = `${headers['x-forwarded-proto'] ?? 'https'}://${requestContext.domainName}`;
  return origin === own || allowedOrigins.includes(origin);
}

/** RFC 9110, 9.2.1: methods that change nothing. */
export function isSafeMethod(method: string): boolean {
  return ['GET', 'HEAD', 'OPTIONS'].includes(method);
}
