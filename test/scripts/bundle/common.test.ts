import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build, type Metafile } from 'esbuild';
import { COMMON, type Common, commonOf, commonPlugin } from '../../../scripts/bundle/common.ts';
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

/** Modules without effects, as packages say that theirs are. */
const SOURCES = {
  'package.json': '{ "type": "module", "sideEffects": false }',
  ...Object.fromEntries(
    ['most', 'first', 'last', 'few'].map((name) => [`${name}.js`, `export const ${name} = 1;`]),
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
  const entry = (name: string) =>
    common?.actions.has(name)
      ? `import '${COMMON}'; export * from './${name}.js';`
      : `export * from './${name}.js';`;
  for (const { name } of ACTIONS) await writeFile(path.join(root, `entry-${name}.js`), entry(name));
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ACTIONS.map(({ name }) => ({ in: `entry-${name}.js`, out: name })),
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

test('common is what more than half of the actions load, for those that load more than half of it', async () => {
  expect(commonOf(await split(), ACTIONS)).toEqual({
    sources: new Set(['most.js', 'first.js', 'last.js']),
    actions: new Set(['one', 'two', 'three', 'four']),
    later: new Map([['later.js', ['few.js']]]),
  });
});

test('what is common is loaded from fewer files, and by no action that needs little of it', async () => {
  const before = await split();
  const after = await split(commonOf(before, ACTIONS));
  const files = (metafile: Metafile) => ACTIONS.map((each) => loadedFor(each, metafile).size);
  expect({ before: files(before), after: files(after) }).toEqual({
    before: [4, 4, 4, 3, 2],
    after: [3, 2, 2, 2, 2],
  });
});

test('what is loaded later splits nothing of what is common, and is loaded by none of them', async () => {
  const { sources, actions, later } = commonOf(await split(), ACTIONS);
  const chunksOf = async (common: Common) => {
    const { outputs } = await split(common);
    return Object.values(outputs).filter(({ inputs }) =>
      [...sources].some((source) => source in inputs),
    ).length;
  };
  const loaded = await split({ sources, actions, later });
  expect({
    beside: await chunksOf({ sources, actions, later: new Map() }),
    after: await chunksOf({ sources, actions, later }),
    loading: ACTIONS.filter((each) =>
      [...loadedFor(each, loaded)].some(
        (file) => 'later.js' in (loaded.outputs[file]?.inputs ?? {}),
      ),
    ),
  }).toEqual({ beside: 2, after: 1, loading: [] });
});

test('a part of what is common can be loaded later, and exports what it exports', async () => {
  const common = commonOf(await split(), ACTIONS);
  const { outputs } = await split(common);
  const begun = Object.values(outputs).find(({ entryPoint }) => entryPoint?.endsWith('most.js'));
  expect({ common: common.sources.has('most.js'), exports: begun?.exports }).toEqual({
    common: true,
    exports: ['most'],
  });
});
