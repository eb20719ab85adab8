/**
 * What API Gateway does by itself, before and after the functions: one row for each, with the request that shows it. Each
 * system that the API runs on is held against these rows, and `docs/local.md` is made of them.
 */
import { request as httpRequest } from 'node:http';

const GATEWAY = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';
const JSON_TYPE = { 'content-type': 'application/json' };

export interface GatewayRequest {
  readonly method: string;
  /** Below the base path. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes of the letter x. */
  readonly body?: number;
}

export interface GatewayRow {
  readonly id: string;
  readonly what: string;
  /** As Markdown. */
  readonly aws: string;
  /** A document of AWS, or who has tried it. */
  readonly source: string;
  readonly request: GatewayRequest;
  /** Statuses that a system may answer with to be the same. */
  readonly statuses: readonly number[];
  /** What the stack on this machine does instead, and with which status. @default - the same */
  readonly here?: { readonly does: string; readonly status: number };
  /** Of MiniStack. */
  readonly emulator?: { readonly does: string; readonly status: number };
}

export const GATEWAY_ROWS: readonly GatewayRow[] = [
  {
    id: 'head-limit',
    what: 'request line and header values beyond 10,240 bytes',
    aws: 'refused with 431 before any function runs',
    source: `${GATEWAY}/http-api-quotas.html`,
    request: { method: 'GET', path: '/me', headers: { 'x-long': 'x'.repeat(12_000) } },
    statuses: [431],
    emulator: { does: 'hands it on', status: 401 },
  },
  {
    id: 'body-limit',
    what: 'a body beyond 10 MB',
    aws: '413',
    source: `${GATEWAY}/http-api-quotas.html`,
    request: { method: 'POST', path: '/register', headers: JSON_TYPE, body: 10 * 1024 * 1024 + 1 },
    statuses: [413],
    emulator: { does: 'hands it on, and the function refuses it', status: 413 },
  },
  {
    id: 'event-limit',
    what: 'a body of 7 MB, which is more than the 6 MB of an event of Lambda',
    aws: '413 from API Gateway, as Lambda refuses the event',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
    request: { method: 'POST', path: '/register', headers: JSON_TYPE, body: 7_000_000 },
    statuses: [413],
    emulator: { does: 'hands it on, and the function refuses it', status: 413 },
  },
  {
    id: 'trailing-slash',
    what: 'a slash at the end of a path',
    aws: 'the route without it; reports differ',
    source: 'https://github.com/aws-powertools/powertools-lambda-python/issues/1552',
    request: { method: 'GET', path: '/me/' },
    statuses: [401],
    emulator: { does: 'no route', status: 404 },
  },
  {
    id: 'double-slash',
    what: 'a second slash inside a path',
    aws: 'no route: 404',
    source: `${GATEWAY}/http-api-develop-routes.html`,
    request: { method: 'GET', path: '//me' },
    statuses: [404],
  },
  {
    id: 'encoded-path',
    what: 'a percent-encoded letter in a path',
    aws: 'the route of the decoded path',
    source: 'https://github.com/fastify/aws-lambda-fastify/issues/169',
    request: { method: 'GET', path: '/%6De' },
    statuses: [401],
  },
  {
    id: 'method-head',
    what: '`HEAD` of a route for `GET`',
    aws: 'no route: 404',
    source: `${GATEWAY}/http-api-develop-routes.html`,
    request: { method: 'HEAD', path: '/me' },
    statuses: [404],
  },
  {
    id: 'empty-type',
    what: 'a `POST` with `Content-Length: 0` and no content type',
    aws: 'gets a content type, which one is not documented; a body that is missing is 422 with any',
    source: `${GATEWAY}/api-gateway-known-issues.html`,
    request: { method: 'POST', path: '/register', headers: { 'content-length': '0' } },
    statuses: [422],
  },
];

/** @returns the status; a path is sent as it is, which `fetch` doesn't do */
export function statusOf(
  url: string,
  { method, path, headers = {}, body }: GatewayRequest,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port, pathname } = new URL(url);
    const sent = httpRequest({ hostname, port, path: `${pathname}${path}`, method, headers });
    sent.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : Buffer.alloc(body, 'x'));
  });
}
