import type { IncomingHttpHeaders } from 'node:http';
import type { GatewayResponse } from './gateway-response.ts';

/** A page of a browser doesn't get what it asks for, because of where it is from. */
export interface OriginRefusal {
  readonly origin: string;
  /**
   * What refuses it: the CORS of the API, for the page or for headers that it sends; or the function, which takes
   * cookies only from origins that it knows.
   */
  readonly by: 'cors' | 'headers' | 'cookie';
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  /** Those that the API doesn't allow, if that is why. */
  readonly headers: readonly string[];
}

export interface AnsweredRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly response: Pick<GatewayResponse, 'status' | 'headers'>;
}

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/** Why a browser, or a function, keeps the answer from a page; undefined for anything else. */
export function originRefusal(answered: AnsweredRequest): OriginRefusal | undefined {
  const { path, headers, response } = answered;
  const { origin, host, 'access-control-request-method': preflightFor } = headers;
  if (origin === undefined || isOwn(origin, host)) return undefined;
  const method = preflightFor ?? answered.method;
  const refusal = { origin, method, path, headers: [] };
  // A proxy in front of the API makes it part of the page's origin, for the browser.
  const sameOrigin = headers['sec-fetch-site'] === 'same-origin';
  const allowed = response.headers['access-control-allow-origin'];
  if (!sameOrigin && allowed !== origin && allowed !== '*') return { ...refusal, by: 'cors' };
  if (preflightFor !== undefined) {
    const refused = refusedHeaders(headers, response.headers);
    return refused.length > 0 ? { ...refusal, by: 'headers', headers: refused } : undefined;
  }
  const byCookie = headers.authorization === undefined && !SAFE.includes(method);
  return response.status === 403 && byCookie ? { ...refusal, by: 'cookie' } : undefined;
}

function isOwn(origin: string, host: string | undefined): boolean {
  return origin === `http://${host}` || origin === `https://${host}`;
}

function refusedHeaders(
  request: IncomingHttpHeaders,
  response: Readonly<Record<string, string>>,
): string[] {
  const allowed = listOf(response['access-control-allow-headers']);
  const asked = listOf(request['access-control-request-headers']?.toString());
  return asked.filter((name) => !allowed.includes(name) && !allowed.includes('*'));
}

const listOf = (text = '') =>
  text
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
