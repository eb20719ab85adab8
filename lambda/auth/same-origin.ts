import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** The parts of a request that say where it comes from. */
export interface OriginCarrier extends Pick<APIGatewayProxyEventV2, 'headers'> {
  /** The domain is unknown where a service doesn't say it; then no origin is the API's own. */
  readonly requestContext: { readonly domainName?: string | undefined };
}

/**
 * Whether a request comes from the API's own origin or an allowed one (OWASP Cross-Site Request
 * Forgery Prevention Cheat Sheet, "Verifying Origin With Standard Headers" and "Fetch Metadata
 * Headers"). A page can set neither header. An `Origin` decides by itself, since `Sec-Fetch-Site`
 * knows no list: for a sibling domain that is allowed it says `same-site`, as for any other. Without
 * one only `same-origin` passes, which a request that says nothing does not.
 */
export function isSameOrigin(
  { headers, requestContext: { domainName } }: OriginCarrier,
  allowedOrigins: readonly string[],
): boolean {
  const { origin } = headers;
  if (origin === undefined) return headers['sec-fetch-site'] === 'same-origin';
  if (allowedOrigins.includes(origin)) return true;
  if (domainName === undefined) return false;
  return origin === `${headers['x-forwarded-proto'] ?? 'https'}://${domainName}`;
}

/** RFC 9110, 9.2.1: methods that change nothing. */
export function isSafeMethod(method: string): boolean {
  return ['GET', 'HEAD', 'OPTIONS'].includes(method);
}
