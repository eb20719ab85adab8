/**
 * `pages/sign-in.js` on an origin beside that of an API, with one page for each backend, and below `/frame` one that has it in
 * a frame. At
 * `localhost` it sends browsers on to that origin.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** The domain of the passkeys of `test/apps/every-factor.ts`, which Chromium takes for this machine. */
export const SITE = 'execute-api.localhost';

export interface SignInPages {
  readonly origin: string;
  /** Targets of the requests that were made so far, as any server or log on the way sees them. */
  readonly requests: readonly string[];
  /** @param url of the API, as the browser calls it */
  serve(url: string): void;
  stop(): void;
}

export async function startSignInPages(): Promise<SignInPages> {
  const script = await readFile(path.join(import.meta.dirname, '../pages/sign-in.js'));
  const requests: string[] = [];
  let api = '';
  const page = (target: string) =>
    target.startsWith('/frame/')
      ? `<iframe src="${origin()}${target.slice(6)}" allow="publickey-credentials-get *"></iframe>`
      : '<!doctype html><title>Sign in</title><input autocomplete="username webauthn">' +
        `<script src="/sign-in.js" data-api="${api}" data-backend="${target.slice(1).replace(/\?.*/, '')}" data-rp-id="${SITE}"></script>`;
  const origin = () => `http://app.${SITE}:${(server.address() as AddressInfo).port}`;
  const server = createServer(({ url = '', headers }, response) => {
    requests.push(url);
    if (headers.host?.startsWith('localhost:')) {
      response.writeHead(302, { location: `${origin()}${url}` }).end();
      return;
    }
    const [type, body] =
      url === '/sign-in.js' ? ['text/javascript', script] : ['text/html', page(url)];
    response.writeHead(200, { 'content-type': type }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: origin(),
    requests,
    serve(url) {
      api = url;
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
