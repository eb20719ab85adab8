/** Pages in whose scripts `client` is `cdk-users-api/client`. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import type { BrowserContext } from 'playwright-core';

const SOURCE = path.join(import.meta.dirname, '../../../packages/client/src/index.ts');
const PAGE = '<!doctype html><title>a</title><script src="/client.js"></script>';

export async function clientScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [SOURCE],
    bundle: true,
    format: 'iife',
    globalName: 'client',
    write: false,
  });
  return String(outputFiles[0]?.text);
}

/** A page at `/page` of an origin, such as the API's own. */
export async function addPage(
  context: BrowserContext,
  origin: string,
  script: string,
): Promise<void> {
  await context.route(`${origin}/page`, (route) =>
    route.fulfill({ contentType: 'text/html', body: PAGE }),
  );
  await context.route(`${origin}/client.js`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: script }),
  );
}

export interface Pages {
  readonly origin: string;
  stop(): void;
}

/** Pages at every path of an origin of their own. */
export async function startPages(script: string): Promise<Pages> {
  const server = createServer(({ url }, response) => {
    const [type, body] = url === '/client.js' ? ['text/javascript', script] : ['text/html', PAGE];
    response.writeHead(200, { 'content-type': type }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
