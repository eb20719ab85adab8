import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { PageFile } from '../../lib/contract/documentation.ts';
import type { PageAsset } from '../../lib/contract/pages.ts';

const OWN = 'lambda/handlers/documentation/page';
const HOSTED = 'lambda/pages/assets';
/** Two files are copied of it, so that nobody who installs the package gets its install script. */
const SWAGGER_UI = 'node_modules/swagger-ui-dist';

/** Of the style sheet of the hosted pages, in their order. */
const STYLES = ['base', 'card', 'forms', 'buttons', 'notices', 'account', 'details', 'screens'];

/** What each file of pages is made of, relative to the root of the project. */
const SOURCES: Readonly<Record<PageFile | PageAsset, readonly string[]>> = {
  'index.html': [`${OWN}/index.html`],
  'initializer.js': [`${OWN}/initializer.js`],
  'swagger-ui-bundle.js': [`${SWAGGER_UI}/swagger-ui-bundle.js`],
  'swagger-ui.css': [`${SWAGGER_UI}/swagger-ui.css`],
  'style.css': STYLES.map((name) => `${HOSTED}/style/${name}.css`),
  'script.js': [`${HOSTED}/script.js`],
};

/** The files of pages, by their names in the folder of their functions: compressed, and in base64 as Lambda answers. */
export async function pages(root: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const all = await Promise.all(
    Object.entries(SOURCES).map(async ([name, sources]) => {
      const parts = await Promise.all(sources.map((file) => readFile(path.join(root, file))));
      const compressed = gzipSync(Buffer.concat(parts), { level: 9 });
      return [`${name}.gz.base64`, Buffer.from(compressed.toString('base64'), 'utf8')] as const;
    }),
  );
  return new Map(all);
}

/** Relative to the root of the project. */
export function pageSources(): readonly string[] {
  return Object.values(SOURCES).flat();
}
