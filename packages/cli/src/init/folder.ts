import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../failure.ts';

/** What a folder may have that an app can be written into: `git clone` and editors make it. */
const HARMLESS = ['.git', '.idea', '.vscode', '.DS_Store', 'LICENSE'];

/**
 * Whether an app can be written into a folder without touching what is there.
 *
 * @throws Failure
 */
export async function checkFolder(folder: string): Promise<void> {
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
