/** Requests over HTTP by Node's own client: what the SDK's handler does of them. */
import * as http from 'node:http';
import * as https from 'node:https';

export interface Timeouts {
  /** Milliseconds until the connection is made. */
  readonly connectionTimeout: number;
  /** Milliseconds until the answer is there, all of it. */
  readonly requestTimeout: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** As many as the SDK opens to one host. */
const MAX_SOCKETS = 50;

/** What goes on too long: the same name and code as the SDK's, by which it is tried again. */
class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
  readonly code = 'ETIMEDOUT';
}

/** Connections to one host, which are kept. */
export class Connections {
  readonly #endpoint: URL;
  readonly #timeouts: Timeouts;
  readonly #request: typeof http.request;
  readonly #agent: http.Agent;

  constructor(endpoint: URL, timeouts: Timeouts) {
    this.#endpoint = endpoint;
    this.#timeouts = timeouts;
    const { Agent, request } = endpoint.protocol === 'http:' ? http : https;
    this.#request = request;
    this.#agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  }

  /**
   * Sends a request and reads the whole answer.
   *
   * @throws an error of the system, or one named `TimeoutError`
   */
  send(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<Answer> {
    const { hostname, port } = this.#endpoint;
    const { connectionTimeout, requestTimeout } = this.#timeouts;
    return new Promise((resolve, reject) => {
      const request = this.#request({
        host: hostname.replace(/^\[|\]$/g, ''),
        ...(port !== '' && { port }),
        ...{ method, path, headers, agent: this.#agent },
      });
      const giveUpAfter = (ms: number, what: string) =>
        setTimeout(
          () => request.destroy(new TimeoutError(`${hostname}: ${what} within ${ms} ms`)),
          ms,
        );
      const whole = giveUpAfter(requestTimeout, 'no answer');
      let connecting: NodeJS.Timeout | undefined;
      request.once('socket', (socket) => {
        if (!socket.connecting) return;
        connecting = giveUpAfter(connectionTimeout, 'no connection');
        socket.once('connect', () => clearTimeout(connecting));
      });
      request.once('close', () => {
        clearTimeout(whole);
        clearTimeout(connecting);
      });
      request.on('error', reject);
      request.once('response', (response) => {
        const { statusCode: status = 0, headers: received } = response;
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.once('end', () =>
          resolve({ status, headers: received, text: Buffer.concat(chunks).toString('utf8') }),
        );
      });
      request.end(body);
    });
  }
}
