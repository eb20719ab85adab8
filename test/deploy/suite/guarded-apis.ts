import { randomBytes } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import { request as requestByTls } from 'node:https';
import { expect, test } from '@jest/globals';
import { currentUser } from '../../../lib/current-user.ts';
import { Client } from '../../e2e/support/client.ts';
import { type RunningSystem, runOn, type Start } from '../../e2e/support/start.ts';

/** A users API, and where the APIs of `test/apps/parts/guarded-apis.ts` answer. */
export interface GuardedSystem extends RunningSystem {
  readonly at: { readonly other: string; readonly rest: string; readonly chat: string };
}

/** What users of one API are before APIs of every kind. */
export function guardedApiCases(start: Start<GuardedSystem>): void {
  let client: Client;
  let at: GuardedSystem['at'];
  runOn(start, (system) => {
    client = new Client(system);
    at = system.at;
  });

  async function call(url: string, headers: Record<string, string> = {}, method = 'GET') {
    const answer = await fetch(url, { method, headers });
    return { status: answer.status, json: await answer.json() };
  }
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const root = async () => client.superuser();

  test('another HTTP API takes tokens, by an authorizer of its own', async () => {
    const { user, token } = await client.signedIn();
    expect(await call(`${at.other}/by-token`, bearer(token))).toMatchObject({
      status: 200,
      json: { jwt: { claims: { sub: user.id } } },
    });
    expect(await call(`${at.other}/by-function`, bearer(token))).toMatchObject({
      status: 200,
      json: { lambda: { id: user.id } },
    });
    expect((await call(`${at.other}/by-token`, bearer(`${token}x`))).status).toBe(401);
    expect((await call(`${at.other}/by-token`)).status).toBe(401);
  });

  test('a REST API lets users pass, and tells a function who calls', async () => {
    const { user, token } = await client.signedIn();
    const answer = await call(`${at.rest}/any`, bearer(token));
    expect(answer.status).toBe(200);
    const place = { apiId: 'rest', requestId: 'r', resourcePath: '/any', httpMethod: 'GET' };
    expect(currentUser({ requestContext: { ...place, authorizer: answer.json } })).toMatchObject({
      id: user.id,
      email: user.email,
      is_superuser: false,
      claims: { backend: 'jwt', amr: ['pwd'] },
    });
    const cookie = { cookie: `${client.system.cookieName}=${await client.cookie(user.email)}` };
    expect((await call(`${at.rest}/any`, cookie)).status).toBe(200);
  });

  test('a REST API answers 401 without a valid token, and 403 to a user who may not pass', async () => {
    const { token } = await client.signedIn();
    const unauthorized = { status: 401, json: { message: 'Unauthorized' } };
    for (const headers of [{}, bearer('x'), bearer(`${token}x`)]) {
      expect(await call(`${at.rest}/any`, headers)).toEqual(unauthorized);
    }
    expect((await call(`${at.rest}/superuser`, bearer(token))).status).toBe(403);
    expect((await call(`${at.rest}/superuser`, bearer((await root()).token))).status).toBe(200);
  });

  test('a REST API refuses a change with a cookie that comes from another site', async () => {
    const { user } = await client.signedIn();
    const cookie = `${client.system.cookieName}=${await client.cookie(user.email)}`;
    const foreign = { cookie, origin: 'https://evil.example' };
    expect((await call(`${at.rest}/any`, foreign, 'POST')).status).toBe(403);
    expect((await call(`${at.rest}/any`, foreign)).status).toBe(200);
  });

  test('a policy that a REST API keeps fits its other methods, and a user who was deactivated until it ends', async () => {
    const { user, token } = await client.signedIn();
    expect((await call(`${at.rest}/cached`, bearer(token))).status).toBe(200);
    expect((await call(`${at.rest}/cached`, bearer(token), 'POST')).status).toBe(200);
    const json = { is_active: false };
    await client.send('PATCH', `/${user.id}`, { json, token: (await root()).token });
    expect((await call(`${at.rest}/any`, bearer(token))).status).toBe(401);
    expect((await call(`${at.rest}/cached`, bearer(token), 'POST')).status).toBe(200);
  });

  test('a WebSocket API opens a connection with a token among the protocols, and not without', async () => {
    const { token } = await client.signedIn();
    expect(await handshake({ 'sec-websocket-protocol': `users-api, bearer.${token}` })).toBe(101);
    expect(await handshake(bearer(token))).toBe(101);
    expect(await handshake({ 'sec-websocket-protocol': 'users-api' })).toBe(403);
    expect(await handshake({ 'sec-websocket-protocol': 'users-api, bearer.x' })).toBe(403);
  });

  test('a WebSocket API opens no connection by the cookie of a user on a page of another site', async () => {
    const { user } = await client.signedIn();
    const cookie = `${client.system.cookieName}=${await client.cookie(user.email)}`;
    expect(await handshake({ cookie, origin: 'https://evil.example' })).toBe(403);
    expect(await handshake({ cookie, origin: 'https://app.example.com' })).toBe(101);
  });

  /** The status of the answer: 101 for a connection, which is closed again. */
  async function handshake(headers: Record<string, string>): Promise<number | undefined> {
    const ask = at.chat.startsWith('https:') ? requestByTls : request;
    const asked = ask(at.chat, {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
        ...headers,
      },
    });
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
    const answered = ({ statusCode, socket }: IncomingMessage) => {
      resolve(statusCode);
      socket.destroy();
    };
    asked.on('upgrade', answered);
    asked.on('response', answered);
    asked.on('error', reject);
    asked.end();
    return promise;
  }
}
