import type { Call } from '../../../lambda/http/request.ts';

export interface TestRequest {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: string[];
  readonly pathParameters?: Readonly<Record<string, string>>;
  /** Sent as it is; `json` is the shorter way to an object. */
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly json?: unknown;
  readonly domainName?: string;
}

/** A request as API Gateway hands it to a function, in payload format 2.0. */
export function apiEvent(request: TestRequest = {}): Call {
  const { method = 'GET', path = '/users', query = '', domainName = 'api.example.com' } = request;
  const { json, body = json === undefined ? undefined : JSON.stringify(json) } = request;
  const typed: Record<string, string> =
    json === undefined ? {} : { 'content-type': 'application/json' };
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: query,
    headers: { ...typed, ...request.headers },
    ...(request.cookies && { cookies: request.cookies }),
    ...(request.pathParameters && { pathParameters: { ...request.pathParameters } }),
    requestContext: {
      accountId: '111122223333',
      apiId: 'api',
      domainName,
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test/1' },
      requestId: 'request-1',
      routeKey: `${method} ${path}`,
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: Date.parse('2026-01-01T00:00:00.000Z'),
    },
    ...(body !== undefined && { body }),
    isBase64Encoded: request.isBase64Encoded ?? false,
  };
}
