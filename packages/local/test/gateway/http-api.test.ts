import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readCors } from '../../src/gateway/cors.ts';
import { HttpApi } from '../../src/gateway/http-api.ts';
import { type HttpServer, startHttpServer } from '../../src/gateway/http-server.ts';
import { RouteTable } from '../../src/gateway/routes.ts';
import { lambdaFunction } from '../support/functions.ts';
import { removeTemporaryDirectories } from '../support/temporary-directory.ts';

const echo = lambdaFunction('export const handler = async (event) => event;').function;
const broken = lambdaFunction('export const handler = () => { throw new Error("no"); };').function;
const slow = lambdaFunction(
  'export const handler = () => new Promise(() => setInterval(() => {}, 1000));',
);
const functions = [echo, broken, slow.function];
const routes = new RouteTable([
  { key: 'GET /echo/{id}', target: { function: echo, timeout: 30_000 } },
  { key: 'GET /broken', target: { function: broken, timeout: 30_000 } },
  { key: 'GET /slow', target: { function: slow.function, timeout: 100 } },
]);
let server: HttpServer;

async function serve(stage: string, cors?: ReturnType<typeof readCors>): Promise<HttpServer> {
  const api = new HttpApi({
    apiId: 'api',
    accountId: '000000000000',
    region: 'us-east-1',
    stage,
    routes,
    cors,
  });
  const made = await startHttpServer(0);
  made.handle((request, body) => api.handle(request, body));
  return made;
}

beforeAll(async () => {
  server = await serve('$default');
});
afterAll(async () => {
  server.stop();
  await Promise.all(functions.map((one) => one.stop()));
  removeTemporaryDirectories();
});

describe('an HTTP API', () => {
  test('calls the function of the route', async () => {
    const response = await fetch(`${server.url}/echo/7`);
    expect(response.status).toBe(200);
    expect(response.headers.get('apigw-requestid')).toMatch(/^[\w-]{16}$/);
    expect(await response.json()).toMatchObject({
      routeKey: 'GET /echo/{id}',
      pathParameters: { id: '7' },
      requestContext: { requestId: response.headers.get('apigw-requestid') },
    });
  });

  test('takes 10,240 bytes of request line and header values, and answers 431 to one more', async () => {
    const ask = async (length: number) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      const line = 'GET /echo/7 HTTP/1.1';
      const taken = [line, 'h', 'close'].join('').length;
      socket.write(
        `${line}\r\nhost: h\r\nconnection: close\r\nx-long: ${'x'.repeat(length - taken)}\r\n\r\n`,
      );
      const answer = await text(socket);
      return answer.split('\r\n')[0];
    };
    expect({
      most: await ask(10_240),
      more: await ask(10_241),
      muchMore: await ask(60_000),
    }).toEqual({
      most: 'HTTP/1.1 200 OK',
      more: 'HTTP/1.1 431 Request Header Fields Too Large',
      muchMore: 'HTTP/1.1 431 Request Header Fields Too Large',
    });
  });

  test.each([
    ['an unknown path', '/nowhere', 404, 'Not Found'],
    ['a function that fails', '/broken', 500, 'Internal Server Error'],
    ['a function slower than its integration', '/slow', 503, 'Service Unavailable'],
  ])('answers %s itself', async (_, path, status, message) => {
    const response = await fetch(`${server.url}${path}`);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ message });
  });

  test('answers another method of a known path with 404', async () => {
    const response = await fetch(`${server.url}/echo/7`, { method: 'DELETE' });
    expect(response.status).toBe(404);
  });

  test('serves a named stage below its name', async () => {
    const staged = await serve('v1');
    try {
      expect((await fetch(`${staged.url}/echo/7`)).status).toBe(404);
      const response = await fetch(`${staged.url}/v1/echo/7`);
      expect(await response.json()).toMatchObject({
        rawPath: '/v1/echo/7',
        requestContext: { stage: 'v1' },
      });
    } finally {
      staged.stop();
    }
  });

  test('answers preflight requests without a route for them', async () => {
    const crossed = await serve('$default', readCors({ AllowOrigins: ['https://a.example'] }));
    try {
      const headers = {
        origin: 'https://a.example',
        'access-control-request-method': 'GET',
      };
      const response = await fetch(`${crossed.url}/anything`, { method: 'OPTIONS', headers });
      expect(response.status).toBe(204);
      expect(response.headers.get('access-control-allow-origin')).toBe('https://a.example');
    } finally {
      crossed.stop();
    }
  });
});
