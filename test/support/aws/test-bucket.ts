import '../one-realm.ts';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { authorizationOf } from './signatures.ts';

/** A bucket that takes objects from callers whose signature is right, unless it is told to fail. */
export class TestBucket {
  /** Contents by their paths. */
  readonly objects = new Map<string, string>();
  /** Paths of all requests. */
  readonly requests: string[] = [];
  /** Statuses of the next responses, in place of storing. */
  failures: number[] = [];
  readonly url: string;
  readonly #server: ReturnType<typeof createServer>;

  static async start(): Promise<TestBucket> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TestBucket(server);
  }

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', async (request, response) => {
      const body = await buffer(request);
      this.requests.push(request.url ?? '');
      const [status, code] = this.#answer(request, body);
      response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`);
    });
  }

  #answer(request: IncomingMessage, body: Buffer): [number, string] {
    const failure = this.failures.shift();
    if (failure !== undefined) return [failure, 'InternalError'];
    if (request.method !== 'PUT') return [405, 'MethodNotAllowed'];
    if (request.headers.authorization !== authorizationOf(request, body, 's3')) {
      return [403, 'SignatureDoesNotMatch'];
    }
    this.objects.set(request.url ?? '', body.toString('utf8'));
    return [200, 'OK'];
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
