import type { IncomingMessage } from 'node:http';
import { newTraceId } from '../lambda/trace-id.ts';
import { protocolOf } from './listener.ts';
import { decode } from './routes.ts';

/** An HTTP request as a function gets it: payload format 2.0. */
export interface Payload {
  readonly version: '2.0';
  readonly routeKey: string;
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly cookies?: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly pathParameters?: Readonly<Record<string, string>> | undefined;
  readonly requestContext: {
    readonly accountId: string;
    readonly apiId: string;
    /** What an authorizer in front of the route handed on. */
    readonly authorizer?: AuthorizerContext;
    readonly domainName: string;
    readonly domainPrefix: string;
    readonly http: {
      readonly method: string;
      readonly path: string;
      readonly protocol: string;
      readonly sourceIp: string;
      readonly userAgent: string;
    };
    readonly requestId: string;
    readonly routeKey: string;
    readonly stage: string;
    /** Such as `12/Mar/2020:19:03:58 +0000`. */
    readonly time: string;
    readonly timeEpoch: number;
  };
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

/** What an authorizer hands on, by its kind: `lambda` or `jwt`. */
export type AuthorizerContext = Readonly<Record<string, unknown>>;

export interface PayloadContext {
  readonly accountId: string;
  readonly apiId: string;
  readonly stage: string;
  readonly routeKey: string;
  readonly requestId: string;
  readonly pathParameters: Payload['pathParameters'];
}

/**
 * Puts a request into payload format 2.0.
 *
 * `rawPath` is the decoded path, and `rawQueryString` is as it came: API Gateway's HTTP APIs do so,
 * unlike its REST APIs and Lambda's function URLs.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * @see https://github.com/fastify/aws-lambda-fastify/issues/169 for `rawPath`
 * @see https://github.com/ministackorg/ministack/issues/1035 for `rawQueryString`
 */
export function toPayload(
  request: IncomingMessage,
  body: Buffer,
  context: PayloadContext,
): Payload {
  const { accountId, apiId, stage, routeKey, requestId, pathParameters } = context;
  const [encodedPath = '/', query = ''] = splitOnce(request.url ?? '/', '?');
  const path = decode(encodedPath);
  const sourceIp = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const headers = headersOf(request, body, sourceIp);
  const cookies = cookiesOf(request);
  const parameters = queryParameters(query);
  const domainName = headers.host ?? '';
  const now = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(parameters !== undefined && { queryStringParameters: parameters }),
    ...(pathParameters !== undefined && { pathParameters }),
    requestContext: {
      accountId,
      apiId,
      domainName,
      domainPrefix: domainName.split('.')[0] ?? '',
      http: {
        method: request.method ?? '',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey,
      stage,
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...bodyOf(body, headers['content-type']),
  };
}

/** Headers for one connection, which a gateway does not pass on; cookies go elsewhere. */
const NOT_FORWARDED = new Set([
  'connection',
  'cookie',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Of a request without a body. AWS documents that there is one, not which: this is that of its test tool.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 * @see https://github.com/aws/aws-lambda-dotnet/tree/master/Tools/LambdaTestTool-v2
 */
const EMPTY_TYPE = 'text/plain; charset=utf-8';

/** Lower-case names, values of one name joined by commas, and what API Gateway itself adds. */
function headersOf(
  request: IncomingMessage,
  body: Buffer,
  sourceIp: string,
): Record<string, string> {
  // Not `request.headers`, which keeps only the first of two `authorization` headers.
  const headers: Record<string, string> = {};
  for (const [name, values = []] of Object.entries(request.headersDistinct)) {
    if (!NOT_FORWARDED.has(name)) headers[name] = values.join(',');
  }
  // "API Gateway adds the content-type header to your request if there is no payload and the Content-Length is 0."
  const added = headers['content-length'] === '0' && { 'content-type': EMPTY_TYPE };
  const forwarded = headers['x-forwarded-for'];
  return {
    ...added,
    ...headers,
    'content-length': String(body.length),
    'x-amzn-trace-id': headers['x-amzn-trace-id'] ?? newTraceId(),
    'x-forwarded-for': forwarded === undefined ? sourceIp : `${forwarded}, ${sourceIp}`,
    'x-forwarded-port': String(request.socket.localPort ?? ''),
    'x-forwarded-proto': protocolOf(request.socket),
  };
}

function cookiesOf(request: IncomingMessage): string[] {
  return (request.headersDistinct.cookie ?? [])
    .flatMap((header) => header.split(';'))
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== '');
}

function queryParameters(query: string): Record<string, string> | undefined {
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(query)) {
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  if (values.size === 0) return undefined;
  return Object.fromEntries([...values].map(([name, all]) => [name, all.join(',')]));
}

/**
 * Content types that reach a function as text; everything else is base64, a form and a body without
 * a content type included.
 *
 * @see https://github.com/ministackorg/ministack/pull/766, which measured it on AWS
 */
const TEXT = /^(text\/.+|application\/(json|xml|javascript)|.+\/.+\+json)$/;

function bodyOf(body: Buffer, contentType = ''): Pick<Payload, 'body' | 'isBase64Encoded'> {
  if (body.length === 0) return { isBase64Encoded: false };
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  const text = TEXT.test(type) ? asUtf8(body) : undefined;
  return text === undefined
    ? { body: body.toString('base64'), isBase64Encoded: true }
    : { body: text, isBase64Encoded: false };
}

function asUtf8(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

function commonLogTime(time: Date): string {
  const [, day, month, year, clock] = time.toUTCString().split(' ');
  return `${day}/${month}/${year}:${clock} +0000`;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
