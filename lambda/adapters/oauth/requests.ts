import { allowInsecureRequests, customFetch } from 'oauth4webapi';
import { UsersError } from '../../users/errors.ts';

/**
 * For all calls within one request to us: half of the function's time, so that our own fit as well.
 */
const TIMEOUT_MS = 5_000;
/** Discovery documents, key sets and addresses take a few KiB; a provider needs no more memory. */
const MAX_BYTES = 256 * 1024;

export type RequestOptions = ReturnType<typeof requestOptions>;

/**
 * How a provider is called within one of our requests. Plain HTTP is only for a provider on this
 * machine; the construct checks that.
 */
export function requestOptions(url: string) {
  return {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    [customFetch]: boundedFetch,
    [allowInsecureRequests]: url.startsWith('http:'),
  };
}

/** @throws UsersError `SERVICE_UNAVAILABLE` for a provider that does not answer, or that fails */
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
