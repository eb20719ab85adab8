/** A client that takes little of the machine which it shares with what it asks: `fetch` takes several times as much. */
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** Any other one is an error. @default 200 */
  readonly expect?: number;
}

export class HttpClient {
  readonly url: string;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(url: string) {
    this.url = url;
  }

  async ask(route: string, asked: Asked): Promise<Answer> {
    const { method = 'POST', expect = 200 } = asked;
    const answer = await this.#send(method, route, asked);
    if (answer.status === expect) return answer;
    throw new Error(`${method} ${this.url}${route}: ${answer.status} ${answer.text}`);
  }

  #send(method: string, route: string, { headers, json, form }: Asked): Promise<Answer> {
    const [type, body] =
      form === undefined
        ? ['application/json', json === undefined ? undefined : JSON.stringify(json)]
        : ['application/x-www-form-urlencoded', String(new URLSearchParams(form))];
    const typed = body !== undefined && {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
    };
    return new Promise((resolve, reject) => {
      const options = { method, agent: this.#agent, headers: { ...headers, ...typed } };
      const asked = request(new URL(route, this.url), options);
      asked.once('error', (error) => {
        // Its connection was closed right then; clients try again.
        if (asked.reusedSocket) resolve(this.#send(method, route, { headers, json, form }));
        else reject(error);
      });
      asked.once('response', (response) => {
        const { statusCode: status = 0, headers } = response;
        text(response).then((text) => resolve({ status, headers, text }), reject);
      });
      asked.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
