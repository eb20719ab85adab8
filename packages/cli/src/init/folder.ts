import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Failure, Misuse } from '../failure.ts';

/** What a folder may have that an app can be written into: `git clone` and editors make it. */
const HARMLESS = ['.git', '.idea', '.vscode', '.DS_Store', 'LICENSE'];

/**
 * Whether an app can be written into a folder without touching what is there.
 *
 * @throws Misuse, Failure
 */
export async function checkFolder(folder: string): Promise<void> {
  // npm replaces what is there, and Node.js runs no TypeScript of it.
  if (folder.split(path.sep).includes('node_modules')) {
    throw new Misuse(`${folder} is in node_modules, which belongs to npm: name a folder elsewhere`);
  }
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    const got = error.code === 'ENOTDIR' ? 'is a file' : `can't be read (${error.code})`;
    throw new Failure(`${folder} ${got}: name a new folder`);
  });
  const [first] = names.filter((name) => !HARMLESS.includes(name));
  if (first === undefined) return;
  const shown = path.relative('', folder) || 'this folder';
  throw new Failure(`${shown} is not empty, it has ${first}: name a new folder`);
}
