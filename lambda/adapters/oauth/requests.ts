import { allowInsecureRequests, customFetch } from 'oauth4webapi';
import { UsersError } from '../../users/errors.ts';

/** All calls of one request to us together: half of what the function has, so that ours fit as well. */
const TIMEOUT_MS = 5_000;
/** Discovery documents, key sets and addresses take a few KiB; no provider needs our memory. */
const MAX_BYTES = 256 * 1024;

export type RequestOptions = ReturnType<typeof requestOptions>;

/**
 * How a provider is called on the way to one answer of ours. Plain HTTP is for a provider on this machine,
 * which the construct takes care of.
 */
export function requestOptions(url: string) {
  return {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    [customFetch]: boundedFetch,
    [allowInsecureRequests]: url.startsWith('http:'),
  };
}

/** @throws UsersError `SERVICE_UNAVAILABLE` for a provider that does not answer, or with a failure of its own */
async function boundedFetch(url: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(url, init);
    const { status, headers } = response;
    if (status === 429 || status >= 500) {
      throw new UsersError('SERVICE_UNAVAILABLE', {
        cause: new Error(`${new URL(url).origin} answered ${status}`),
      });
    }
    const body = await read(response);
    return new Response(body, { status, headers });
  } catch (error) {
    if (error instanceof UsersError) throw error;
    throw new UsersError('SERVICE_UNAVAILABLE', { cause: error });
  }
}

async function read({ body }: Response): Promise<Uint8Array<ArrayBuffer> | null> {
  if (body === null) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error(`an answer of more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
