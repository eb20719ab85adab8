import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { pack, type Tarball } from './pack.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');

/** What is published. */
const PUBLISHED = ['.', 'packages/cli', 'packages/create-cdk-users-api'];

export interface Registry {
  readonly url: string;
  stop(): void;
}

/**
 * A registry of npm on this machine that has this repository's packages as they would be published, and sends for all
 * others to the registry that npm is set to. Needs `npm run build`.
 *
 * @param folder where the tarballs go
 */
export async function startRegistry(folder: string): Promise<Registry> {
  await mkdir(folder, { recursive: true });
  const [{ stdout }, ...packages] = await Promise.all([
    run('npm', ['config', 'get', 'registry'], { cwd: root }),
    ...PUBLISHED.map((source) => publish(path.join(root, source), folder)),
  ]);
  const upstream = stdout.trim().replace(/\/$/, '');
  const server = createServer(async (request, response) => {
    const [, name = '', tarball] = (request.url ?? '').split('/');
    const own = packages.find((each) => each.name === name);
    if (own === undefined) {
      response.writeHead(307, { location: `${upstream}${request.url}` }).end();
    } else if (tarball === undefined) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(documentOf(own, `http://${request.headers.host}`)));
    } else {
      await pipeline(createReadStream(path.join(folder, own.filename)), response);
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/`, stop };
}

interface Published extends Tarball {
  readonly manifest: object;
}

async function publish(source: string, folder: string): Promise<Published> {
  const manifest = JSON.parse(await readFile(path.join(source, 'package.json'), 'utf8'));
  return { ...(await pack(source, folder)), manifest };
}

/** What a registry says of a package. */
function documentOf(
  { name, version, filename, integrity, manifest }: Published,
  url: string,
): object {
  const dist = { tarball: `${url}/${name}/-/${filename}`, integrity };
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } };
}
