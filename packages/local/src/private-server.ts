import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isLoopback } from './loopback.ts';

export interface PrivateServer {
  /** With the key in its path: who knows it may call. */
  readonly endpoint: string;
  stop(): void;
}

/**
 * A server on a free port of the loopback interface, for the functions of this run and for nobody
 * else. Its URL holds a key of 128 bits, which is another in each run. A browser is refused even
 * with it: requests of a page (`Origin`, `Sec-Fetch-Site`) and those for another host, which is
 * what a page does whose name was bound to this machine (DNS rebinding).
 *
 * @param answer sees the path behind the key
 */
export async function startPrivateServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<PrivateServer> {
  const key = `/${randomBytes(16).toString('hex')}`;
  const server = createServer((request, response) => {
    const { url = '', headers } = request;
    const fromPage = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
    const [path = ''] = url.split('?');
    if (fromPage || !isLoopback(headers.host) || !`${path}/`.startsWith(`${key}/`)) {
      request.resume();
      response
        .writeHead(403, { 'content-type': 'application/json' })
        .end('{"message":"Forbidden"}');
      return;
    }
    request.url = url.slice(key.length) || '/';
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}${key}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
