import { isObject, type Json } from '../cloudformation/template.ts';
import type { GatewayResponse } from './gateway-response.ts';

/** The `CorsConfiguration` of an HTTP API. */
export interface CorsConfiguration {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  /** Seconds. */
  readonly maxAge: number | undefined;
}

export function readCors(value: Json | undefined): CorsConfiguration | undefined {
  if (!isObject(value)) return undefined;
  const list = (items: Json | undefined) => (Array.isArray(items) ? items.map(String) : []);
  return {
    allowOrigins: list(value.AllowOrigins),
    allowMethods: list(value.AllowMethods),
    allowHeaders: list(value.AllowHeaders),
    exposeHeaders: list(value.ExposeHeaders),
    allowCredentials: value.AllowCredentials === true,
    maxAge: value.MaxAge === undefined ? undefined : Number(value.MaxAge),
  };
}

/** The parts of a request that decide about CORS. */
export interface CorsRequest {
  readonly method: string;
  readonly origin: string | undefined;
  readonly requestedMethod: string | undefined;
}

/**
 * API Gateway answers `OPTIONS` itself once CORS is configured, and adds headers only for an origin
 * that the configuration allows.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function preflight(
  cors: CorsConfiguration | undefined,
  request: CorsRequest,
): GatewayResponse | undefined {
  if (cors === undefined || request.method !== 'OPTIONS') return undefined;
  const allowed = request.requestedMethod === undefined ? {} : allowedOrigin(cors, request.origin);
  const headers = {
    'access-control-allow-methods': cors.allowMethods.join(','),
    'access-control-allow-headers': cors.allowHeaders.join(','),
    'access-control-max-age': cors.maxAge === undefined ? '' : String(cors.maxAge),
  };
  const present = Object.entries(headers).filter(([, value]) => value !== '');
  return {
    status: 204,
    headers: Object.keys(allowed).length > 0 ? { ...allowed, ...Object.fromEntries(present) } : {},
    cookies: [],
    body: Buffer.alloc(0),
  };
}

/**
 * Adds the configured headers to a response. Those that the function set are dropped, as API
 * Gateway does when CORS is configured.
 */
export function withCors(
  cors: CorsConfiguration | undefined,
  origin: string | undefined,
  response: GatewayResponse,
): GatewayResponse {
  if (cors === undefined) return response;
  const own = Object.entries(response.headers).filter(
    ([name]) => !name.startsWith('access-control-'),
  );
  const allowed = allowedOrigin(cors, origin);
  const headers: Record<string, string> = { ...Object.fromEntries(own), ...allowed };
  if (cors.exposeHeaders.length > 0 && Object.keys(allowed).length > 0) {
    headers['access-control-expose-headers'] = cors.exposeHeaders.join(',');
  }
  return { ...response, headers };
}

function allowedOrigin(
  { allowOrigins, allowCredentials }: CorsConfiguration,
  origin: string | undefined,
): Record<string, string> {
  if (origin === undefined) return {};
  const any = allowOrigins.includes('*');
  const listed = allowOrigins.some(
    (allowed) =>
      allowed.toLowerCase() === origin.toLowerCase() ||
      ((allowed === 'https://*' || allowed === 'http://*') &&
        origin.startsWith(allowed.slice(0, -1))),
  );
  if (!any && !listed) return {};
  return {
    'access-control-allow-origin': any ? '*' : origin,
    ...(allowCredentials && { 'access-control-allow-credentials': 'true' }),
  };
}
