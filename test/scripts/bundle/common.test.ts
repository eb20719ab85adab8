import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build, type Metafile } from 'esbuild';
import { type Common, commonOf, commonPlugin } from '../../../scripts/bundle/common.ts';
import { loadedFor } from '../../../scripts/bundle/loaded.ts';

/** What five actions import. */
const IMPORTS: Readonly<Record<string, readonly string[]>> = {
  one: ['most', 'first', 'few'],
  two: ['most', 'first', 'last'],
  three: ['most', 'first', 'last'],
  four: ['most', 'last'],
  five: ['few'],
};
const ACTIONS = Object.keys(IMPORTS).map((name) => ({ name }));

/** Modules without effects, as packages say that theirs are, of so many kilobytes. */
const KILOBYTES = { most: 4, first: 4, last: 4, few: 40 };

const SOURCES = {
  'package.json': '{ "type": "module", "sideEffects": false }',
  ...Object.fromEntries(
    Object.entries(KILOBYTES).map(([name, kilobytes]) => [
      `${name}.js`,
      `export const ${name} = '${'x'.repeat(kilobytes * 1000)}';`,
    ]),
  ),
  // It needs a part of what is common.
  'later.js': `import { most } from './most.js'; export const later = most;`,
  ...Object.fromEntries(
    Object.entries(IMPORTS).map(([name, imports]) => [
      `${name}.js`,
      [
        ...imports.map((source) => `import { ${source} } from './${source}.js';`),
        `export const all = [${imports}];`,
        ...(name === 'one' ? [`export const later = () => import('./later.js');`] : []),
        ...(name === 'five' ? [`export const most = () => import('./most.js');`] : []),
      ].join('\n'),
    ]),
  ),
};

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'common-'));
  for (const [name, text] of Object.entries(SOURCES)) await writeFile(path.join(root, name), text);
});
afterAll(() => rm(root, { recursive: true }));

async function split(common?: Common): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ACTIONS.map(({ name }) => ({ in: `${name}.js`, out: name })),
    outdir: 'out',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    metafile: true,
    write: false,
    plugins: common ? [commonPlugin(common, root)] : [],
  });
  return metafile;
}

/** What most actions load. */
const COMMON = ['first.js', 'last.js', 'most.js'];

test('what most actions load is one chunk, for those that load most of it', async () => {
  const { chunks, entries } = commonOf(await split());
  const number = chunks.findIndex((sources) => sources.includes('most.js'));
  expect({
    common: chunks[number]?.toSorted(),
    loading: ACTIONS.filter(({ name }) => entries.get(`${name}.js`)?.includes(number)),
  }).toEqual({
    common: COMMON,
    loading: [{ name: 'one' }, { name: 'two' }, { name: 'three' }, { name: 'four' }],
  });
});

test('what is common is loaded from fewer files, and by no action that needs little of it', async () => {
  const before = await split();
  const after = await split(commonOf(before));
  const files = (metafile: Metafile) => ACTIONS.map((each) => loadedFor(each, metafile).size);
  expect({ before: files(before), after: files(after) }).toEqual({
    before: [4, 4, 4, 3, 2],
    after: [3, 2, 2, 2, 2],
  });
});

test('what is loaded later splits nothing of what is common, and is loaded by none of them', async () => {
  const common = commonOf(await split());
  const loaded = await split(common);
  const holding = Object.values(loaded.outputs).filter(({ inputs }) =>
    COMMON.some((source) => source in inputs),
  );
  const loading = ACTIONS.filter((each) =>
    [...loadedFor(each, loaded)].some((file) => 'later.js' in (loaded.outputs[file]?.inputs ?? {})),
  );
  expect({ holding: holding.length, loading }).toEqual({ holding: 1, loading: [] });
});

test('a part of what is common can be loaded later, and exports what it exports', async () => {
  const common = commonOf(await split());
  const { outputs } = await split(common);
  const begun = Object.values(outputs).find(({ entryPoint }) => entryPoint?.endsWith('most.js'));
  expect({ common: common.chunks.flat().includes('most.js'), exports: begun?.exports }).toEqual({
    common: true,
    exports: ['most'],
  });
});
