import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { PAGE_FILES } from '../../lib/contract/documentation.ts';
import { PAGE_ASSETS } from '../../lib/contract/pages.ts';

const OWN = 'lambda/handlers/documentation/page';
const HOSTED = 'lambda/pages/assets';
/** Two files are copied of it, so that nobody who installs the package gets its install script. */
const SWAGGER_UI = 'node_modules/swagger-ui-dist';

/** The files of pages, by their names in the folder of its function: compressed, and in base64 as Lambda answers. */
export async function pages(root: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const all = await Promise.all(
    pageSources().map(async (file) => {
      const compressed = gzipSync(await readFile(path.join(root, file)), { level: 9 });
      const text = Buffer.from(compressed.toString('base64'), 'utf8');
      return [`${path.basename(file)}.gz.base64`, text] as const;
    }),
  );
  return new Map(all);
}

/** Relative to the root of the project. */
export function pageSources(): readonly string[] {
  return [
    ...Object.keys(PAGE_FILES).map((name) =>
      path.posix.join(name.startsWith('swagger-ui') ? SWAGGER_UI : OWN, name),
    ),
    ...Object.keys(PAGE_ASSETS).map((name) => path.posix.join(HOSTED, name)),
  ];
}
