/** `fetch` as the user who is signed in, for other routes than those of the API. */
import type { Backend } from './backend.ts';
import { authorization, type Calls } from './calls.ts';
import type { Kept } from './storage.ts';
import type { UsersClient } from './users-client.ts';

const A_WHILE_MS = 60_000;

interface Options {
  readonly calls: Calls;
  readonly url: string;
  readonly backend: Backend;
  readonly origins: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
}

export function authenticatedFetch(options: Options): UsersClient['fetch'] {
  const { calls, url, backend, headers, fetch } = options;
  const hasOwn = Object.keys(headers).length > 0;
  return async (input, init) => {
    const request = new Request(input, init);
    const { origin } = new URL(request.url);
    const origins = [originOf(url), ...options.origins];
    if (!origins.includes(origin)) {
      throw new TypeError(
        `got ${request.url}, expected a URL at ${origins.join(', ')}: the credential of the user ` +
          'goes to no other origin unless it is one of `origins`',
      );
    }
    return calls.withLogin((kept) => {
      const copy = new Request(request.clone(), {
        credentials: backend.kind === 'cookie' ? 'include' : 'omit',
        // Of headers, platforms keep only known ones such as `authorization` from another origin.
        ...(hasOwn && request.redirect === 'follow' && { redirect: 'manual' as const }),
      });
      for (const [name, value] of Object.entries({ ...headers, ...authorization(kept) })) {
        copy.headers.set(name, value);
      }
      return fetch(copy);
    }, isRefused);
  };
}

/**
 * An authorizer of API Gateway says 403 of a credential that has ended as well as of one that may not: that is found
 * out where nobody knows when it ends, and not for every request that may not.
 */
async function isRefused(response: Response, { at, credential }: Kept): Promise<boolean> {
  if (response.status !== 403) return response.status === 401;
  if (credential?.expires_at !== undefined || Date.now() - at < A_WHILE_MS) return false;
  return (await response.clone().text()) === '{"message":"Forbidden"}';
}

/** That of the page, where it is only a path. */
function originOf(url: string): string {
  const { location } = globalThis as { location?: { href: string } };
  return new URL(url, location?.href).origin;
}
