import { createHash, randomBytes, randomInt } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { BAD_PREFIX, LINE_BREAK, PADDING, PATH, RANGE, WITHOUT_USER_AGENT } from './published.ts';

/** A request as the service saw it. */
export interface SeenRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the service answers instead of a range. */
export type Misbehaviour = Partial<{
  status: number;
  headers: Record<string, string>;
  body: string;
}>;

/** A service that speaks as Have I Been Pwned publishes that its own does, and knows few passwords. */
export class PwnedPasswordsService {
  /** A service that listens on this machine. */
  static async start(): Promise<PwnedPasswordsService> {
    const service = new PwnedPasswordsService();
    await new Promise<void>((resolve) => service.#server.listen(0, '127.0.0.1', resolve));
    return service;
  }

  readonly requests: SeenRequest[] = [];
  /** Of each answer that was padded. */
  readonly lines: number[] = [];
  /** What it does from now on; `silent` never answers. */
  misbehaviour: Misbehaviour | 'silent' | undefined;
  readonly #server: Server;
  readonly #ranges = new Map<string, string[]>([[RANGE.prefix, [...RANGE.lines]]]);
  readonly #padding = new Map<string, string[]>();

  private constructor() {
    this.#server = createServer((request, response) => void this.#receive(request, response));
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** From now on the password was found so often. */
  know(password: string, count: number): void {
    this.#add(this.#ranges, password, count);
  }

  /** From now on the rest of its hash is among the padding, as a random one could be. */
  padWith(password: string): void {
    this.#add(this.#padding, password, PADDING.count);
  }

  /** It forgets what was asked, and misbehaves no more. */
  reset(): void {
    this.requests.length = 0;
    this.lines.length = 0;
    this.misbehaviour = undefined;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #add(ranges: Map<string, string[]>, password: string, count: number): void {
    const hash = createHash('sha1').update(password).digest('hex').toUpperCase();
    const prefix = hash.slice(0, 5);
    ranges.set(prefix, [...(ranges.get(prefix) ?? []), `${hash.slice(5)}:${count}`]);
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url, headers } = request;
    const body = (await request.toArray()).join('');
    this.requests.push({ method, url, headers, body });
    if (this.misbehaviour === 'silent') return;
    if (this.misbehaviour !== undefined) {
      const { status = 200, headers: others, body: text } = this.misbehaviour;
      response.writeHead(status, others).end(text);
      return;
    }
    const answer = this.#answer({ url, headers });
    response.writeHead(answer.status, { 'content-type': 'text/plain' }).end(answer.body);
  }

  #answer({ url = '', headers }: Pick<SeenRequest, 'url' | 'headers'>) {
    if (headers['user-agent'] === undefined) return { status: WITHOUT_USER_AGENT, body: '' };
    if (!PATH.test(url)) return BAD_PREFIX;
    const prefix = url.slice(-5).toUpperCase();
    const lines = [...(this.#ranges.get(prefix) ?? [])].sort();
    // A range that is in use here is among thousands that are not.
    if (lines.length === 0) lines.push(`${randomSuffix()}:1`);
    if (headers[PADDING.header] === PADDING.value) {
      lines.push(...(this.#padding.get(prefix) ?? []));
      const wanted = randomInt(PADDING.least, PADDING.most + 1);
      while (lines.length < wanted) lines.push(`${randomSuffix()}:${PADDING.count}`);
      this.lines.push(lines.length);
    }
    return { status: 200, body: lines.join(LINE_BREAK) };
  }
}

function randomSuffix(): string {
  return randomBytes(18).toString('hex').slice(1).toUpperCase();
}
