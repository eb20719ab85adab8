import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { OwnAnswer, OwnApi, Visitor } from '../pages/own-api.ts';

/** Well within the 10 seconds of the function, and longer than a cold start. */
const TIMEOUT_MS = 8_000;
/** The longest list, of 100 sessions, has some 40 kB. */
const MAX_BYTES = 1024 * 1024;

/** The API by its public URL, as browsers call it. */
export class HttpOwnApi implements OwnApi {
  readonly #url: string;
  readonly #agent: HttpAgent;

  /** @param url base URL of its routes, without a slash at its end */
  constructor(url: string) {
    this.#url = url;
    // A page reads a few things at once; a connection that is kept is often dead when a frozen function goes on.
    this.#agent = url.startsWith('http:')
      ? new HttpAgent({ keepAlive: false })
      : new HttpsAgent({ keepAlive: false });
  }

  async call(
    method: 'GET' | 'POST',
    path: string,
    { cookies, userAgent }: Visitor,
  ): Promise<OwnAnswer> {
    const request = this.#url.startsWith('http:') ? httpRequest : httpsRequest;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request(`${this.#url}${path}`, {
        method,
        agent: this.#agent,
        headers: {
          accept: 'application/json',
          cookie: cookies.join('; '),
          // A browser's own request from a page of the API says the same.
          origin: new URL(this.#url).origin,
          'user-agent': userAgent,
          ...(method === 'POST' && { 'content-length': '0' }),
        },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
        .once('response', resolve)
        .on('error', reject)
        .end();
    });
    return {
      status: response.statusCode ?? 0,
      body: parsed(await textOf(response)),
      cookies: response.headers['set-cookie'] ?? [],
    };
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error(`the API answered more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
