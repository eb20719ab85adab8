import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type PrivateServer, startPrivateServer } from '../src/private-server.ts';

describe('a server for the functions of one run', () => {
  let server: PrivateServer;
  const asked: string[] = [];

  beforeAll(async () => {
    server = await startPrivateServer(({ url = '' }, response) => {
      asked.push(url);
      response.end('an answer');
    });
  });
  afterAll(() => server.stop());

  const ask = async (path: string, headers: Record<string, string> = {}, method = 'POST') => {
    const sent = request(new URL(path, server.endpoint), { method, headers });
    sent.end(method === 'POST' ? '{}' : undefined);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
  };
  const own = () => new URL(server.endpoint).pathname;

  test('answers who has its URL, and sees the path behind the key', async () => {
    for (const [path, seen] of [
      ['', '/'],
      ['/', '/'],
      ['/v2/mails?a=b', '/v2/mails?a=b'],
    ]) {
      expect(await ask(`${own()}${path}`)).toMatchObject({ status: 200, body: 'an answer' });
      expect(asked.at(-1)).toBe(seen);
    }
  });

  test.each([
    ['of a page', { origin: 'https://evil.example' }],
    ['of a page without an origin', { origin: 'null' }],
    ['of a page of this machine', { origin: 'http://127.0.0.1:3000' }],
    ['that a browser makes for a page', { 'sec-fetch-site': 'cross-site' }],
    ['for another host, as by DNS rebinding', { host: 'evil.example' }],
    ['for another host with its port', { host: 'evil.example:34185' }],
  ])('refuses a request %s, without a header that lets a page read it', async (_, headers) => {
    asked.length = 0;
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const answer = await ask(`${own()}/`, headers, method);
      expect(answer.status).toBe(403);
      const names = Object.keys(answer.headers);
      expect(names.filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    expect(asked).toEqual([]);
  });

  test('refuses a request without the key, or with another', async () => {
    asked.length = 0;
    const other = own().replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    for (const path of ['/', other, `${other}/`, `${own()}0/`, `${own().slice(0, -1)}/`]) {
      expect((await ask(path)).status).toBe(403);
    }
    expect(asked).toEqual([]);
  });

  test('has another key in every run', async () => {
    const next = await startPrivateServer(() => {});
    next.stop();
    expect(new URL(next.endpoint).pathname).not.toBe(own());
    expect(own()).toMatch(/^\/[0-9a-f]{32}$/);
  });
});
