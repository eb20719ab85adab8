import '../one-realm.ts';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Authorize, callerOf } from './fault-proxy.ts';

/** Proxy of S3: asks who may put an object, and can be out of order. */
export class S3Proxy {
  readonly endpoint: string;
  /** Whether every request is answered 503. */
  isDown = false;
  /** Number of requests that were not passed on. */
  refused = 0;
  readonly #server: ReturnType<typeof createServer>;

  /** @param target S3's own endpoint, or where to find it once it is called */
  static async start(target: () => Promise<string>, authorize: Authorize): Promise<S3Proxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new S3Proxy(server, target, authorize);
  }

  private constructor(
    server: ReturnType<typeof createServer>,
    target: () => Promise<string>,
    authorize: Authorize,
  ) {
    this.#server = server;
    this.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (asking, response) => {
      this.#answer(asking, response, target, authorize).catch(() => response.destroy());
    });
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(
    asking: IncomingMessage,
    response: ServerResponse,
    target: () => Promise<string>,
    authorize: Authorize,
  ): Promise<void> {
    const { method, url = '/', headers } = asking;
    const [, Bucket = '', Key = ''] = /^\/([^/]+)\/(.+)$/.exec(url) ?? [];
    const operation = method === 'PUT' ? 'PutObject' : `${method}`;
    const call = { caller: callerOf(asking), target: `S3.${operation}`, input: { Bucket, Key } };
    const refusal = await authorize(call);
    if (this.isDown || refusal !== undefined) {
      asking.resume();
      this.refused += 1;
      const code = this.isDown ? 'SlowDown' : 'AccessDenied';
      response.writeHead(this.isDown ? 503 : 403).end(`<Error><Code>${code}</Code></Error>`);
      return;
    }
    const asked = request(`${await target()}${url}`, { method, headers });
    asking.pipe(asked);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  }
}
