/** What checks install and build besides the project's own packages. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const CACHE = path.join(import.meta.dirname, '../.cache');

/**
 * A copy of the folder `source` in `.cache/`, and what `make` adds to it. It is made when it is needed for the first time, and
 * again for other files in `source`; an interrupted one starts again.
 *
 * @param name what it is called there
 * @param cache in place of `.cache/`
 * @returns the copy
 */
export async function kept(
  name: string,
  source: string,
  make: (folder: string) => Promise<void>,
  cache = CACHE,
): Promise<string> {
  const hash = createHash('sha256').update(
    `${process.version} ${process.platform} ${process.arch}`,
  );
  for (const file of (await readdir(source)).sort()) {
    hash.update(JSON.stringify([file, await readFile(path.join(source, file), 'utf8')]));
  }
  const folder = path.join(cache, `${name}-${hash.digest('hex').slice(0, 16)}`);
  const whole = path.join(folder, 'installed');
  if (existsSync(whole)) return folder;
  await rm(folder, { recursive: true, force: true });
  await mkdir(cache, { recursive: true });
  await cp(source, folder, { recursive: true });
  await make(folder);
  await writeFile(whole, '');
  return folder;
}
