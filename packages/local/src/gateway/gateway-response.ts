import { isObject } from '../cloudformation/template.ts';
import { REQUEST_TOO_LARGE } from '../lambda/function.ts';
import type { InvocationResult } from '../lambda/invocation.ts';

export interface GatewayResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
  /** Milliseconds that the handler of a function took for it. */
  readonly handled?: number | undefined;
}

const MESSAGES = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Request Entity Too Large',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

/** A response that API Gateway itself makes. */
export function gatewayError(status: keyof typeof MESSAGES): GatewayResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    cookies: [],
    body: Buffer.from(JSON.stringify({ message: MESSAGES[status] })),
  };
}

/**
 * Turns what a function returned, in payload format 2.0, into a response; a failed function, or one
 * that returned something else, is a 500.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toResponse(result: InvocationResult): GatewayResponse {
  if (result === REQUEST_TOO_LARGE) return gatewayError(413);
  if (!result.ok) return gatewayError(500);
  const returned: unknown = JSON.parse(result.payload);
  if (!isObject(returned) || returned.statusCode === undefined) return inferred(returned);
  const { statusCode, headers = {}, cookies = [], body, isBase64Encoded } = returned;
  const status = Number(statusCode);
  const valid =
    Number.isInteger(status) &&
    status >= 200 &&
    status <= 599 &&
    (headers === null || isObject(headers)) &&
    (cookies === null ||
      (Array.isArray(cookies) && cookies.every((one) => typeof one === 'string'))) &&
    (body === undefined || body === null || typeof body === 'string');
  if (!valid) return gatewayError(500);
  const named = headersOf(headers ?? {});
  if (named === undefined) return gatewayError(500);
  const content = Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8');
  return {
    status,
    headers: content.length > 0 ? { 'content-type': 'text/plain;charset=UTF-8', ...named } : named,
    cookies: cookies ?? [],
    body: content,
  };
}

/** A function that returns no status code gets 200 and its result as JSON. */
function inferred(returned: unknown): GatewayResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    cookies: [],
    body: Buffer.from(typeof returned === 'string' ? returned : JSON.stringify(returned)),
  };
}

/**
 * Headers that describe one connection or the length of the body: the server sets its own, and its own `date`.
 *
 * @see https://github.com/architect/sandbox/blob/main/src/http/invoke-http/http/_res-header-fmt.js, observed in AWS
 */
const NOT_FORWARDED = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

function headersOf(headers: object): Record<string, string> | undefined {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!['string', 'number', 'boolean'].includes(typeof value)) return undefined;
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name) || /[\r\n\0]/.test(String(value))) return undefined;
    if (!NOT_FORWARDED.has(name.toLowerCase())) result[name.toLowerCase()] = String(value);
  }
  return result;
}
