import { Fn } from 'aws-cdk-lib';
import { Found, known, UsersApiError } from '../errors';
import { checkList, isListToken } from './lists';

/**
 * Headers that a page of an allowed origin may send: what the API reads, what Axios and other clients set
 * against forged requests, and what tracing adds (W3C Trace Context and Baggage, Sentry).
 *
 * @see https://www.w3.org/TR/trace-context/
 * @see https://www.w3.org/TR/baggage/
 * @see https://docs.sentry.io/platforms/javascript/tracing/trace-propagation/dealing-with-cors-issues/
 */
export const ALWAYS_ALLOWED_HEADERS = [
  'authorization',
  'content-type',
  'x-requested-with',
  'x-csrf-token',
  'baggage',
  'sentry-trace',
  'traceparent',
  'tracestate',
] as const;

interface Given {
  readonly allowedHeaders?: readonly string[];
  readonly allowedOrigins?: readonly string[];
  readonly httpApi?: unknown;
}

/** All headers that a preflight may ask for, or an error. */
export function allowedHeadersOf({
  allowedHeaders = [],
  allowedOrigins = [],
  httpApi,
}: Given): readonly string[] {
  if (allowedHeaders.length > 0) checkUse({ allowedOrigins, httpApi });
  checkList('allowedHeaders', allowedHeaders);
  if (isListToken(allowedHeaders)) {
    // The whole is a list that the deployment knows, as a part of it is.
    return Fn.split(
      ',',
      Fn.join(',', [...ALWAYS_ALLOWED_HEADERS, Fn.join(',', [...allowedHeaders])]),
    );
  }
  for (const name of allowedHeaders) checkHeader(name);
  return [...new Set([...ALWAYS_ALLOWED_HEADERS, ...allowedHeaders.map(lowerCase)])];
}

/** Refuses headers that no preflight would be told of. */
function checkUse({ allowedOrigins, httpApi }: Required<Pick<Given, 'allowedOrigins'>> & Given) {
  if (httpApi !== undefined) {
    throw new UsersApiError('allowedHeaders', {
      got: new Found('headers together with httpApi'),
      expected: 'only one of the two',
      fix: "list them in that API's own corsPreflight",
    });
  }
  if (allowedOrigins.length > 0) return;
  throw new UsersApiError('allowedHeaders', {
    got: new Found('headers without allowedOrigins'),
    expected: 'origins whose pages may send them',
    fix: 'list the origins in allowedOrigins, or leave allowedHeaders out: pages of the API itself may send any',
  });
}

function checkHeader(name: string): void {
  const given = known(name);
  // A token of RFC 9110, 5.6.2. With credentials a browser takes an asterisk for a name (Fetch, 3.3.6).
  if (given === undefined || (/^[!#$%&'*+.^_`|~\w-]+$/.test(given) && given !== '*')) return;
  throw new UsersApiError('allowedHeaders', {
    got: given,
    expected: 'the name of a header, such as "x-client-version"',
    fix: 'list each header by itself, without its value and without wildcard',
  });
}

/** Names of headers have no case; a token is left as it is. */
function lowerCase(name: string): string {
  return known(name)?.toLowerCase() ?? name;
}
