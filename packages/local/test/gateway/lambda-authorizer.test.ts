import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HttpApi } from '../../src/gateway/http-api.ts';
import { type HttpServer, startHttpServer } from '../../src/gateway/http-server.ts';
import { identitySource } from '../../src/gateway/identity-source.ts';
import { LambdaAuthorizer } from '../../src/gateway/lambda-authorizer.ts';
import { RouteTable } from '../../src/gateway/routes.ts';
import { lambdaFunction } from '../support/functions.ts';
import { removeTemporaryDirectories } from '../support/temporary-directory.ts';

/**
 * Answers by the word in `authorization`, and tells in the context of its request and its calls.
 */
const AUTHORITY = `
  let calls = 0;
  export const handler = async (event) => {
    calls += 1;
    const { authorization, say = authorization } = event.headers;
    if (say === 'throw') throw new Error('Unauthorized');
    if (say === 'string') return { isAuthorized: 'true' };
    if (say === 'null') return null;
    if (say === 'list') return { isAuthorized: true, context: [] };
    if (say === 'bare') return { isAuthorized: true };
    return { isAuthorized: say !== 'no', context: { calls, list: ['a'], map: { b: true }, event } };
  };`;

const echo = lambdaFunction('export const handler = async (event) => event;').function;
const authority = lambdaFunction(AUTHORITY, { concurrency: 1 }).function;
const servers: HttpServer[] = [];

/** An API with two routes behind one authorizer. */
async function serve({ sources = ['$request.header.Authorization'], ttl = 0, stage = '$default' }) {
  const authorizer = new LambdaAuthorizer({
    function: authority,
    identitySources: sources.map(identitySource),
    ttl,
  });
  const target = { function: echo, timeout: 30_000, authorizer };
  const api = new HttpApi({
    apiId: 'api',
    accountId: '000000000000',
    region: 'us-east-1',
    stage,
    routes: new RouteTable([
      { key: 'GET /one/{id}', target },
      { key: 'POST /two', target },
    ]),
    cors: undefined,
  });
  const server = await startHttpServer(0);
  servers.push(server);
  server.handle((request, body) => api.handle(request, body));
  return { api, url: server.url };
}

async function call(url: string, headers: Record<string, string> = {}, init: RequestInit = {}) {
  const response = await fetch(url, { headers, ...init });
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it
  return { status: response.status, body: (await response.json()) as any };
}

const lambdaOf = ({ body }: { body: { requestContext: { authorizer: { lambda: unknown } } } }) =>
  body.requestContext.authorizer.lambda as Record<string, unknown>;

afterEach(() => {
  for (const server of servers.splice(0)) server.stop();
});
afterAll(async () => {
  await Promise.all([echo, authority].map((one) => one.stop()));
  removeTemporaryDirectories();
});

describe('a route behind an authorizer', () => {
  test('gets what the authorizer hands on, nested values too', async () => {
    const { url } = await serve({});
    const answer = await call(`${url}/one/7`, { authorization: 'yes' });
    expect(answer.status).toBe(200);
    expect(lambdaOf(answer)).toMatchObject({ list: ['a'], map: { b: true } });
  });

  test('gets an empty context from an authorizer that hands nothing on', async () => {
    const { url } = await serve({});
    expect(lambdaOf(await call(`${url}/one/7`, { authorization: 'bare' }))).toEqual({});
  });

  test.each([
    ['without the identity source', undefined, 401, 'Unauthorized'],
    ['with an empty one', '', 401, 'Unauthorized'],
    ['that is not authorized', 'no', 403, 'Forbidden'],
    ['at which the function fails, whatever it says', 'throw', 500, 'Internal Server Error'],
    ['that is authorized by a string', 'string', 500, 'Internal Server Error'],
    ['that is answered with nothing', 'null', 500, 'Internal Server Error'],
    ['that is answered with a list for a context', 'list', 500, 'Internal Server Error'],
  ])('answers a request %s itself', async (_, authorization, status, message) => {
    const { url } = await serve({});
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    expect(await call(`${url}/one/7`, headers)).toEqual({ status, body: { message } });
  });

  test('calls an authorizer without identity sources for every request', async () => {
    const { url } = await serve({ sources: [] });
    expect((await call(`${url}/one/7`)).status).toBe(200);
  });
});

describe('the authorizer', () => {
  test('gets the request in payload format 2.0, without its body', async () => {
    const { url } = await serve({ stage: 'v1' });
    const headers = { authorization: 'yes', cookie: 'a=1; b=2', 'content-type': 'text/plain' };
    const answer = await call(`${url}/v1/two?q=1`, headers, { method: 'POST', body: 'text' });
    const { event } = lambdaOf(answer);
    expect(event).toMatchObject({
      version: '2.0',
      type: 'REQUEST',
      routeArn: 'arn:aws:execute-api:us-east-1:000000000000:api/v1/POST/two',
      identitySource: ['yes'],
      routeKey: 'POST /two',
      rawQueryString: 'q=1',
      cookies: ['a=1', 'b=2'],
      headers: { authorization: 'yes' },
      requestContext: { http: { method: 'POST' } },
    });
    expect(event).not.toHaveProperty('body');
    expect(event).not.toHaveProperty('isBase64Encoded');
  });
});

describe('the cache of an authorizer', () => {
  let before: number;
  const callsOf = async (url: string, headers: Record<string, string>, init?: RequestInit) =>
    Number(lambdaOf(await call(url, headers, init)).calls) - before;

  beforeEach(async () => {
    const { url } = await serve({});
    before = Number(lambdaOf(await call(`${url}/one/1`, { authorization: 'yes' })).calls);
  });

  test('is off without a time to live', async () => {
    const { url } = await serve({});
    expect(await callsOf(`${url}/one/1`, { authorization: 'yes' })).toBe(1);
    expect(await callsOf(`${url}/one/1`, { authorization: 'yes' })).toBe(2);
  });

  test('serves all routes to one identity', async () => {
    const { url } = await serve({ ttl: 60_000 });
    expect(await callsOf(`${url}/one/1`, { authorization: 'yes' })).toBe(1);
    expect(await callsOf(`${url}/two`, { authorization: 'yes' }, { method: 'POST' })).toBe(1);
    expect(await callsOf(`${url}/one/1`, { authorization: 'other' })).toBe(2);
  });

  test('tells routes apart where the route is part of the identity', async () => {
    const sources = ['$request.header.Authorization', '$context.routeKey'];
    const { url } = await serve({ ttl: 60_000, sources });
    expect(await callsOf(`${url}/one/1`, { authorization: 'yes' })).toBe(1);
    expect(await callsOf(`${url}/two`, { authorization: 'yes' }, { method: 'POST' })).toBe(2);
  });

  test('finds an identity in the query too', async () => {
    const { url } = await serve({ ttl: 60_000, sources: ['$request.querystring.key'] });
    expect(await callsOf(`${url}/one/1?key=a`, {})).toBe(1);
    expect(await callsOf(`${url}/one/1?key=a`, { say: 'no' })).toBe(1);
    expect((await call(`${url}/one/1?key=b`, { say: 'no' })).status).toBe(403);
    expect((await call(`${url}/one/1`)).status).toBe(401);
  });

  test('keeps a denial as well, and no failure', async () => {
    const { url } = await serve({ ttl: 60_000, sources: ['$request.querystring.key'] });
    expect((await call(`${url}/one/1?key=a`, { say: 'no' })).status).toBe(403);
    expect((await call(`${url}/one/1?key=a`, { say: 'yes' })).status).toBe(403);
    expect((await call(`${url}/one/1?key=b`, { say: 'throw' })).status).toBe(500);
    expect((await call(`${url}/one/1?key=b`, { say: 'yes' })).status).toBe(200);
  });

  test('ends with its time to live, and when it is told to forget', async () => {
    const brief = await serve({ ttl: 1 });
    await callsOf(`${brief.url}/one/1`, { authorization: 'yes' });
    const start = Date.now();
    while (Date.now() <= start + 1);
    expect(await callsOf(`${brief.url}/one/1`, { authorization: 'yes' })).toBe(2);
    const lasting = await serve({ ttl: 60_000 });
    expect(await callsOf(`${lasting.url}/one/1`, { authorization: 'yes' })).toBe(3);
    lasting.api.forgetDecisions();
    expect(await callsOf(`${lasting.url}/one/1`, { authorization: 'yes' })).toBe(4);
  });
});
