import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type HttpServer, startHttpServer } from '../../src/gateway/http-server.ts';

let server: HttpServer | undefined;
afterEach(() => server?.stop());

describe('the HTTP server', () => {
  test('says which port is taken and how to choose another', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    try {
      await expect(startHttpServer(port)).rejects.toMatchObject({
        code: 'PORT_TAKEN',
        message: `port ${port} is taken by another program; choose another one, as in --port 3001`,
      });
    } finally {
      other.close();
    }
  });

  test('answers 503 until there is a handler', async () => {
    server = await startHttpServer(0);
    const response = await fetch(server.url);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ message: 'Service Unavailable' });
  });

  test('answers 413 to more than 10 MB, and takes 10 MB', async () => {
    server = await startHttpServer(0);
    server.handle(async (_, body) => ({
      status: 200,
      headers: {},
      cookies: [],
      body: Buffer.from(String(body.length)),
    }));
    const limit = 10 * 1024 * 1024;
    const post = (size: number) =>
      fetch(server?.url ?? '', { method: 'POST', body: new Uint8Array(size) });
    const tooLarge = await post(limit + 1);
    expect(tooLarge.status).toBe(413);
    expect(await tooLarge.json()).toEqual({ message: 'Request Entity Too Large' });
    expect(await (await post(limit)).text()).toBe(String(limit));
  });

  test('sends several cookies as several headers', async () => {
    server = await startHttpServer(0);
    server.handle(async () => ({
      status: 204,
      headers: {},
      cookies: ['a=1; Path=/', 'b=2'],
      body: Buffer.alloc(0),
    }));
    const response = await fetch(server.url);
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
  });
});
