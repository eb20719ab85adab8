import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

export const HAS_CURL = spawnSync('curl', ['--version']).status === 0;

/** Folders to look for commands in: on a machine without curl, first the one with its stand-in. */
export async function searchPath(folder: string, hasCurl: boolean): Promise<string> {
  const { PATH = '' } = process.env;
  if (hasCurl) return PATH;
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  const script = `#!/bin/sh\nexec node '${path.join(import.meta.dirname, 'curl.mjs')}' "$@"\n`;
  await writeFile(path.join(bin, 'curl'), script, { mode: 0o755 });
  return `${bin}${path.delimiter}${PATH}`;
}
