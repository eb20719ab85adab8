import { createServer, type Server } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { hiddenAddress } from '../../src/engine/hidden-address.ts';

/** Listens on the address until the test is over. */
async function taken<T>(host: string, ports: readonly number[], run: () => Promise<T>): Promise<T> {
  const servers: Server[] = [];
  try {
    for (const port of ports) {
      const server = createServer();
      servers.push(server);
      await new Promise<void>((resolve) => {
        server.once('error', () => resolve()).listen(port, host, resolve);
      });
    }
    return await run();
  } finally {
    await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  }
}

describe('the address of the engine', () => {
  test('has a port that fetch refuses to ask, in Node.js as in browsers', async () => {
    for (let time = 0; time < 20; time += 1) {
      const { host, port } = await hiddenAddress();
      await expect(fetch(`http://${host}:${port}/`)).rejects.toMatchObject({
        cause: { message: 'bad port' },
      });
    }
  });

  test('is another one for each engine, in the whole of 127.0.0.0/8', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => hiddenAddress('linux')));
    expect(new Set(all.map(({ host }) => host)).size).toBe(20);
    for (const { host } of all) expect(host).toMatch(/^127\.\d+\.\d+\.\d+$/);
  });

  test('is on 127.0.0.1 where no other address is this machine, at a port that is free', async () => {
    const first = await hiddenAddress('darwin');
    expect(first.host).toBe('127.0.0.1');
    await taken(first.host, [first.port], async () => {
      for (let time = 0; time < 20; time += 1) {
        expect((await hiddenAddress('darwin')).port).not.toBe(first.port);
      }
    });
  });
});
