import { once } from 'node:events';
import { IncomingMessage } from 'node:http';
import { connect, Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type HttpServer, startHttpServer } from '../../src/gateway/http-server.ts';
import { type Payload, toPayload } from '../../src/gateway/payload.ts';

const CONTEXT = {
  accountId: '000000000000',
  apiId: 'api',
  stage: '$default',
  routeKey: 'POST /echo/{id}',
  requestId: 'request-1',
  pathParameters: { id: '1' },
};

let server: HttpServer;

beforeAll(async () => {
  server = await startHttpServer(0);
  server.handle(async (request, body) => ({
    status: 200,
    headers: {},
    cookies: [],
    body: Buffer.from(JSON.stringify(toPayload(request, body, CONTEXT))),
  }));
});
afterAll(() => server.stop());

async function payloadOf(path: string, init: RequestInit = {}): Promise<Payload> {
  const response = await fetch(`${server.url}${path}`, init);
  return (await response.json()) as Payload;
}

/** Sends lines that no HTTP client would. */
async function raw(...lines: string[]): Promise<Payload> {
  const socket = connect(server.port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text) => {
    answer += text;
  });
  socket.write([...lines, 'Host: api.example.com', 'Connection: close', '', ''].join('\r\n'));
  await once(socket, 'close');
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
}

describe('payload format 2.0', () => {
  test('describes the request', async () => {
    const payload = await raw('GET /echo/1?a=1&b=x%20y&a=2 HTTP/1.1', 'User-Agent: test');
    expect(payload).toMatchObject({
      version: '2.0',
      routeKey: 'POST /echo/{id}',
      rawPath: '/echo/1',
      rawQueryString: 'a=1&b=x%20y&a=2',
      queryStringParameters: { a: '1,2', b: 'x y' },
      pathParameters: { id: '1' },
      isBase64Encoded: false,
      requestContext: {
        accountId: '000000000000',
        apiId: 'api',
        domainName: 'api.example.com',
        domainPrefix: 'api',
        http: {
          method: 'GET',
          path: '/echo/1',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'test',
        },
        requestId: 'request-1',
        routeKey: 'POST /echo/{id}',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
    });
  });

  test('leaves out what the request does not have', async () => {
    const payload = await payloadOf('/');
    expect(payload).not.toHaveProperty('body');
    expect(payload).not.toHaveProperty('cookies');
    expect(payload).not.toHaveProperty('queryStringParameters');
  });

  test('decodes the path and leaves the query string as it came', async () => {
    const payload = await payloadOf('/a%2Fb%20c?q=%20');
    expect(payload.rawPath).toBe('/a/b c');
    expect(payload.rawQueryString).toBe('q=%20');
  });

  test('joins headers of one name by commas, authorization among them', async () => {
    const { headers } = await raw(
      'GET / HTTP/1.1',
      'Authorization: Bearer one',
      'authorization: Bearer two',
      'X-Many: 1',
      'x-many: 2',
    );
    expect(headers.authorization).toBe('Bearer one,Bearer two');
    expect(headers['x-many']).toBe('1,2');
  });

  test('takes cookies out of the headers into a list', async () => {
    const payload = await raw('GET / HTTP/1.1', 'Cookie: a=1; b="2 3"', 'Cookie: a=4');
    expect(payload.cookies).toEqual(['a=1', 'b="2 3"', 'a=4']);
    expect(payload.headers).not.toHaveProperty('cookie');
  });

  test('adds the headers of a proxy and leaves out those of a connection', async () => {
    const { headers } = await raw('GET / HTTP/1.1', 'X-Forwarded-For: 192.0.2.1');
    expect(headers).toMatchObject({
      'x-forwarded-for': '192.0.2.1, 127.0.0.1',
      'x-forwarded-port': String(server.port),
      'x-forwarded-proto': 'http',
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
    });
    expect(headers).not.toHaveProperty('connection');
  });

  test('keeps the trace that a request is a part of', async () => {
    const { headers } = await raw('GET / HTTP/1.1', 'X-Amzn-Trace-Id: Root=1-67891233-abc');
    expect(headers['x-amzn-trace-id']).toBe('Root=1-67891233-abc');
  });

  test('names the protocol by which the request came', () => {
    const request = new IncomingMessage(Object.assign(new Socket(), { encrypted: true }));
    request.url = '/';
    const { headers } = toPayload(request, Buffer.alloc(0), CONTEXT);
    expect(headers['x-forwarded-proto']).toBe('https');
  });

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/problem+json',
    'application/xml',
    'application/javascript',
    'text/plain',
    'text/csv; header=present',
  ])('passes %s as text', async (type) => {
    const payload = await payloadOf('/', {
      method: 'POST',
      headers: { 'content-type': type },
      body: '{"ü": 1}',
    });
    expect(payload).toMatchObject({ body: '{"ü": 1}', isBase64Encoded: false });
  });

  test.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'application/jsonp',
    'image/png',
  ])('passes %s in base64', async (type) => {
    const payload = await payloadOf('/', {
      method: 'POST',
      headers: { 'content-type': type },
      body: 'a=1',
    });
    expect(payload).toMatchObject({ body: 'YT0x', isBase64Encoded: true });
  });

  test('passes a body without a content type, and text that is not UTF-8, in base64', async () => {
    const bytes = new Uint8Array([0x7b, 0xff, 0x7d]);
    const headers = { 'content-type': 'application/json' };
    expect(await payloadOf('/', { method: 'POST', body: bytes })).toMatchObject({
      body: 'e/99',
      isBase64Encoded: true,
    });
    expect(await payloadOf('/', { method: 'POST', headers, body: bytes })).toMatchObject({
      body: 'e/99',
      isBase64Encoded: true,
    });
  });

  test('keeps a byte order mark', async () => {
    const headers = { 'content-type': 'application/json' };
    const payload = await payloadOf('/', { method: 'POST', headers, body: '\ufeff{}' });
    expect(payload.body).toBe('\ufeff{}');
  });
});
