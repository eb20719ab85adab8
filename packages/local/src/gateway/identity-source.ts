import { LocalError } from '../errors.ts';
import type { Payload } from './payload.ts';

/** Finds an authorizer's identity in a request; `undefined` if the request lacks it. */
export type IdentitySource = (request: Payload) => string | undefined;

/**
 * Reads a selection expression.
 *
 * @throws {LocalError} `UNSUPPORTED` for a stage variable, and for a context variable other than
 * the route key
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.identity-sources
 */
export function identitySource(expression: string): IdentitySource {
  const [, place, name = ''] = /^\$request\.(header|querystring)\.(.+)$/.exec(expression) ?? [];
  if (place === 'header') return ({ headers }) => headers[name.toLowerCase()];
  if (place === 'querystring') return (request) => request.queryStringParameters?.[name];
  if (expression === '$context.routeKey') return ({ routeKey }) => routeKey;
  throw new LocalError(
    'UNSUPPORTED',
    `an authorizer has the identity source ${expression}, which is not supported here`,
  );
}

/** The values of all sources; `undefined` if one is missing or empty. */
export function identify(
  sources: readonly IdentitySource[],
  request: Payload,
): readonly string[] | undefined {
  const values = sources.map((source) => source(request) ?? '');
  return values.includes('') ? undefined : values;
}
