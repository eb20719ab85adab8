import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');

/**
 * Installs the command into a project from its tarball, as npm does from the registry, with the DynamoDB engine of this
 * platform. Needs `npm run cli`.
 *
 * @param folder gets a `package.json` if it has none
 */
export async function installCommand(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const manifest = path.join(folder, 'package.json');
  await readFile(manifest).catch(() => writeFile(manifest, '{ "private": true }\n'));
  // Without the build of `prepack`.
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await run('npm', pack, { cwd: path.join(root, 'packages/cli') });
  const [{ filename, files }] = JSON.parse(stdout);
  const paths = files.map(({ path: file }: { path: string }) => file);
  if (!paths.includes('dist/main.js')) {
    throw new Error(`got ${paths.join(', ')}, expected dist/main.js: run npm run cli`);
  }
  const quiet = ['--no-save', '--no-audit', '--no-fund', '--prefer-offline'];
  await run('npm', ['install', ...quiet, path.join(folder, filename)], { cwd: folder });
}
