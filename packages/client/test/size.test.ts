import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { build } from 'esbuild';

/** Bytes of all of it: what the documents promise. */
const MOST = 5_000;

test('the client has at most 5 kB gzipped, and imports nothing', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [path.join(import.meta.dirname, '../src/index.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
  });
  const [size = 0] = outputFiles.map(({ contents }) => gzipSync(contents).byteLength);
  expect(size).toBeGreaterThan(1_000);
  expect(size).toBeLessThanOrEqual(MOST);
  expect(Object.keys(metafile.inputs).filter((file) => file.includes('node_modules'))).toEqual([]);
});
