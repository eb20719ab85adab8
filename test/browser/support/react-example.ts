/** `examples/react`, installed as its lock file says and served by Vite. */
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from 'cdk-users-api-local/engine/free-port';
import { eventually } from 'cdk-users-api-local/test/eventually';

const run = promisify(execFile);

const PROJECT = path.join(import.meta.dirname, '../../..');
const EXAMPLE = path.join(PROJECT, 'examples/react');
const SOURCES = ['index.html', 'src', 'tsconfig.json', 'vite.config.js'];

export interface Pages {
  /** As a browser calls them: `http://localhost:<port>`. */
  readonly url: string;
  stop(): void;
}

/**
 * In `.cache/`, where `../..` is the repository, too. Its packages are installed when the lock file changes; of ours it
 * has what is built now. Needs `npm run exports`.
 */
export async function installReactExample(): Promise<string> {
  const lock = await readFile(path.join(EXAMPLE, 'package-lock.json'), 'utf8');
  const key = createHash('sha256').update(lock).digest('hex').slice(0, 16);
  const folder = path.join(PROJECT, '.cache', `react-${key}`);
  const whole = path.join(folder, 'installed');
  if (!existsSync(whole)) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
      await cp(path.join(EXAMPLE, file), path.join(folder, file));
    }
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
    await writeFile(whole, '');
  }
  for (const file of SOURCES) {
    await cp(path.join(EXAMPLE, file), path.join(folder, file), { recursive: true, force: true });
  }
  const own = path.join(folder, 'node_modules/cdk-users-api');
  for (const file of ['package.json', 'dist/esm', 'dist/cjs']) {
    await cp(path.join(PROJECT, file), path.join(own, file), { recursive: true, force: true });
  }
  return folder;
}

/** @returns what the compiler says, nothing when all is well */
export async function typeCheck(folder: string): Promise<string> {
  const tsc = path.join(PROJECT, 'node_modules/typescript/bin/tsc');
  return run('node', [tsc, '-p', folder]).then(
    () => '',
    ({ stdout }) => stdout,
  );
}

/** @param api origin of the API that `/users` is passed on to */
export async function servePages(folder: string, api: string): Promise<Pages> {
  const port = await freePort();
  const vite = spawn(
    process.execPath,
    ['node_modules/vite/bin/vite.js', '--port', String(port), '--strictPort'],
    { cwd: folder, env: { ...process.env, USERS_API: api }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  for (const stream of [vite.stdout, vite.stderr]) {
    stream.on('data', (text) => {
      said += text;
    });
  }
  const url = `http://localhost:${port}`;
  await eventually(async () => {
    if (vite.exitCode !== null) throw new Error(`Vite has ended: ${said}`);
    return (await fetch(url).catch(() => undefined))?.ok || undefined;
  }, 'the pages of Vite');
  return { url, stop: () => vite.kill() };
}
