import { createHash } from 'node:crypto';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { BreachedPasswordsSettings } from '../../lib/contract/passwords.ts';
import type { BreachedPasswords } from '../users/passwords/breached-passwords.ts';

/** Characters of the SHA-1 that the service is told: it finds some thousand passwords by them, and can't tell which is meant. */
const PREFIX_LENGTH = 5;
/** Answers have some 40 kB. */
const MAX_BYTES = 1024 * 1024;
/** The rest of a SHA-1, and how often it was found. */
const LINE = /^[0-9A-F]{35}:\d+$/;

/**
 * Pwned Passwords, the service of Have I Been Pwned, or a mirror of it.
 *
 * @see https://haveibeenpwned.com/API/v3#SearchingPwnedPasswordsByRange
 */
export class PwnedPasswords implements BreachedPasswords {
  readonly #url: string;
  readonly #timeoutMs: number;
  readonly #agent: HttpAgent;

  constructor({ url, timeoutMs }: BreachedPasswordsSettings) {
    this.#url = url;
    this.#timeoutMs = timeoutMs;
    // A connection that is kept is often dead when a frozen function goes on; a session of TLS can still be resumed.
    this.#agent = url.startsWith('http:')
      ? new HttpAgent({ keepAlive: false })
      : new HttpsAgent({ keepAlive: false });
  }

  async occurrences(password: string): Promise<number> {
    const hash = createHash('sha1').update(password, 'utf8').digest('hex').toUpperCase();
    const range = await this.#range(hash.slice(0, PREFIX_LENGTH));
    return range.get(hash.slice(PREFIX_LENGTH)) ?? 0;
  }

  /** Counts by the rest of the hash. That of padding is 0. */
  async #range(prefix: string): Promise<ReadonlyMap<string, number>> {
    const lines = (await this.#withinTimeout(`${this.#url}/range/${prefix}`))
      .trimEnd()
      .split(/\r?\n/);
    if (!lines.every((line) => LINE.test(line))) {
      throw new Error(`${this.#url} answered something else than hashes and counts`);
    }
    return new Map(
      lines.map((line) => {
        const [suffix = '', count] = line.split(':');
        return [suffix, Number(count)];
      }),
    );
  }

  async #withinTimeout(url: string): Promise<string> {
    const signal = AbortSignal.timeout(this.#timeoutMs);
    try {
      return await this.#get(url, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new Error(`${this.#url} didn't answer within ${this.#timeoutMs} ms`);
    }
  }

  async #get(url: string, signal: AbortSignal): Promise<string> {
    const request = url.startsWith('http:') ? httpRequest : httpsRequest;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request(url, {
        agent: this.#agent,
        // The service refuses requests without a name, and with padding no size of an answer tells which range it is.
        headers: { 'user-agent': 'cdk-users-api', 'add-padding': 'true' },
        signal,
      })
        .once('response', resolve)
        .on('error', reject)
        .end();
    });
    if (response.statusCode !== 200) {
      response.destroy();
      throw new Error(`${this.#url} answered ${response.statusCode}`);
    }
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response) {
      size += chunk.length;
      if (size > MAX_BYTES) throw new Error(`${this.#url} answered more than ${MAX_BYTES} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('latin1');
  }
}
