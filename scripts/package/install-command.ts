import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { pack } from './pack.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');

/**
 * Packs the command as npm has it. Needs `npm run cli`.
 *
 * @returns the tarball, in `folder`
 */
export async function packCommand(folder: string): Promise<string> {
  const { filename, files } = await pack(path.join(root, 'packages/cli'), folder);
  const paths = files.map(({ path: file }) => file);
  if (!paths.includes('dist/main.js')) {
    throw new Error(`got ${paths.join(', ')}, expected dist/main.js: run npm run cli`);
  }
  return path.join(folder, filename);
}

/**
 * Installs the command into a project from its tarball, as npm does from the registry, with the DynamoDB engine of this
 * platform.
 *
 * @param folder gets a `package.json` if it has none
 */
export async function installCommand(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const manifest = path.join(folder, 'package.json');
  await readFile(manifest).catch(() => writeFile(manifest, '{ "private": true }\n'));
  const quiet = ['--no-save', '--no-audit', '--no-fund', '--prefer-offline'];
  await run('npm', ['install', ...quiet, await packCommand(folder)], { cwd: folder });
}
