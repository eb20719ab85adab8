import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

/** Megabytes that the files of folders take on the disk, as `du` counts them; none for a folder that isn't there. */
export async function megabytesOf(folders: readonly string[]): Promise<number> {
  const bytes = await Promise.all(folders.map(bytesOf));
  return bytes.reduce((sum, size) => sum + size, 0) / 1e6;
}

async function bytesOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = entries.map(async ({ parentPath, name }) => {
    const { blocks = 0 } = await lstat(path.join(parentPath, name));
    return blocks * 512;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
