import { Agent, request } from 'node:http';

/** What a request came to. */
export interface Outcome {
  readonly status: number;
  /** `detail` of the body, where it is a code. */
  readonly code: string | undefined;
  readonly retryAfter: number;
}

/**
 * A request by a connection of its own, from an address of this machine such as `127.0.3.7`.
 *
 * @param more other headers
 */
export function sendFrom(
  address: string,
  url: string,
  form: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const body = new URLSearchParams({ ...form }).toString();
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        localAddress: address,
        agent: new Agent({ keepAlive: false }),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
          ...more,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const { detail } = JSON.parse(Buffer.concat(chunks).toString() || '{}');
          resolve({
            status: response.statusCode ?? 0,
            code: typeof detail === 'string' ? detail : undefined,
            retryAfter: Number(response.headers['retry-after'] ?? 0),
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Different addresses of this machine: 127.0.0.0/8 are all its own. */
export function addressOf(index: number): string {
  return `127.${1 + Math.floor(index / 62_500)}.${Math.floor(index / 250) % 250}.${1 + (index % 250)}`;
}
