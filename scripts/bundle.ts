/**
 * Bundles every action of the table to `assets/handlers/<action>.mjs`, with what they share in chunks beside
 * them. The construct deploys that folder as it is: a user's `cdk synth` bundles none of it. Next to it are the
 * program that checks a user model and the schemas of the events. The `build` command of `cdk.json` and the scripts call this,
 * so it does nothing when nothing has changed.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildOptions } from 'esbuild';
import { GROUP_MODULE } from '../lib/contract/function-groups.ts';
import { ACTIONS } from '../lib/contract/index.ts';
import { commonOf, commonPlugin } from './bundle/common.ts';
import { strangers, unwanted } from './bundle/contents.ts';
import { slimContract } from './bundle/contract.ts';
import { licences } from './bundle/licences.ts';
import { FOR_LAMBDA } from './bundle/options.ts';
import { pageSources, pages } from './bundle/pages.ts';
import { entryOf, isFile, lambdaEntry, lightHttp, sdkClients } from './bundle/plugins.ts';
import { slimWebAuthn } from './bundle/webauthn.ts';
import { type BuildResult, ifChanged } from './if-changed.ts';

const root = path.join(import.meta.dirname, '..');
const assets = path.join(root, 'assets');

/** Replaces a file in one step, unless it is as it should be: others may be reading it. */
async function replace(file: string, contents: Uint8Array): Promise<void> {
  const present = await readFile(file).catch(() => undefined);
  if (present?.equals(contents)) return;
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, contents);
  await rename(draft, file);
}

/** `AWS_CLIENTS=sdk` makes bundles whose functions call AWS by the SDK's clients, to compare them with ours. */
const BY_SDK = process.env.AWS_CLIENTS === 'sdk';

/** Of all that functions are made of. */
const PLUGINS = [slimContract, slimWebAuthn, lightHttp, ...(BY_SDK ? [sdkClients] : [])];

/** Of all that is bundled. */
const OPTIONS = {
  absWorkingDir: root,
  outdir: 'assets',
  outExtension: { '.js': '.mjs' },
  ...FOR_LAMBDA,
  alias: {
    '@aws-sdk/credential-provider-node': './lambda/adapters/aws/environment-credentials.ts',
  },
  keepNames: true,
  metafile: true,
  logLevel: 'warning',
} satisfies BuildOptions;

const SHARED = ACTIONS.filter(({ ownFolder }) => !ownFolder);

const HANDLERS = {
  ...OPTIONS,
  entryPoints: [
    ...SHARED.map((action) => ({ in: entryOf(action), out: `handlers/${action.name}` })),
    { in: 'lambda/grouped/group.ts', out: `handlers/${GROUP_MODULE}` },
  ],
  // Beside the entries, as the files are that the construct adds: all see them as `./name`.
  chunkNames: 'handlers/[name]-[hash]',
  splitting: true,
} satisfies BuildOptions;

const INSPECTOR = {
  ...OPTIONS,
  entryPoints: [{ in: 'lambda/adapters/user-model/inspect.ts', out: 'inspect-user-model/index' }],
} satisfies BuildOptions;

/** Functions with a folder of their own: one module each, beside the files that it serves. */
const PAGES = {
  ...OPTIONS,
  entryPoints: ACTIONS.filter(({ ownFolder }) => ownFolder).map((action) => ({
    in: entryOf(action),
    out: `pages/${action.name}`,
  })),
} satisfies BuildOptions;

/** What the bundles depend on without containing it. */
const SURROUNDINGS = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'lambda/package.json',
  'node_modules/esbuild/package.json',
];

async function bundle(): Promise<BuildResult> {
  // Loaded only when needed: together they take longer to load than the comparison.
  const [{ build }, { eventSchemas }, { routeSchemas }] = await Promise.all([
    import('esbuild'),
    import('./event-schemas.ts'),
    import('./openapi/route-schemas.ts'),
  ]);
  const split = await build({
    ...HANDLERS,
    minify: false,
    plugins: [lambdaEntry(root), ...PLUGINS],
  });
  const common = commonOf(split.metafile);
  const [{ metafile, outputFiles }, ...others] = await Promise.all([
    build({
      ...HANDLERS,
      plugins: [commonPlugin(common, root), lambdaEntry(root, common), ...PLUGINS],
    }),
    build({ ...INSPECTOR, plugins: [lightHttp] }),
    build({ ...PAGES, plugins: [lambdaEntry(root), slimContract, lightHttp] }),
  ]);
  const held = [
    ...strangers(metafile, SHARED),
    ...[metafile, ...others.map((each) => each.metafile)].flatMap((made) => unwanted(made, BY_SDK)),
  ];
  if (held.length > 0) throw new Error(`bundle: ${held.join('; ')}`);
  const { metafile: script } = await build({
    absWorkingDir: root,
    entryPoints: [import.meta.filename],
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    metafile: true,
    write: false,
  });
  const inputs = Object.assign({}, metafile.inputs, ...others.map((each) => each.metafile.inputs));
  const modules = [...outputFiles, ...others.flatMap((each) => each.outputFiles)];
  const caller = modules.find(({ text }) => text.includes('Dynamic require of'));
  if (caller !== undefined)
    throw new Error(`bundle: ${caller.path} calls require, which ESM lacks`);
  const files = new Map<string, Uint8Array>(modules.map((file) => [file.path, file.contents]));
  files.set(
    path.join(assets, 'THIRD-PARTY-LICENSES.txt'),
    Buffer.from(
      await licences([...Object.keys(inputs).filter(isFile), ...pageSources()], root),
      'utf8',
    ),
  );
  for (const [name, contents] of await pages(root)) {
    files.set(path.join(assets, 'pages', name), contents);
  }
  files.set(
    path.join(assets, 'event-schemas.json'),
    Buffer.from(`${JSON.stringify(eventSchemas(), null, 2)}\n`, 'utf8'),
  );
  files.set(
    path.join(assets, 'route-schemas.json'),
    Buffer.from(`${JSON.stringify(await routeSchemas(), null, 2)}\n`, 'utf8'),
  );
  await Promise.all([...files].map(([file, contents]) => replace(file, contents)));
  await removeOthers([...files.keys()]);
  return {
    inputs: [
      ...SURROUNDINGS,
      ...pageSources(),
      ...Object.keys({ ...inputs, ...script.inputs }).filter(isFile),
    ],
    outputs: files.keys(),
  };
}

/** Removes what an earlier build made: entries and chunks alike, since the handlers' folder is what is deployed. */
async function removeOthers(files: readonly string[]): Promise<void> {
  const wanted = new Set(files.map((file) => path.relative(assets, file)));
  const present = await readdir(assets, { recursive: true, withFileTypes: true });
  const stale = present
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(assets, path.join(entry.parentPath, entry.name)))
    .filter((file) => !wanted.has(file));
  await Promise.all(stale.map((file) => rm(path.join(assets, file))));
  const folders = new Set([...wanted].map((file) => path.dirname(file)));
  const empty = present.filter((entry) => entry.isDirectory() && !folders.has(entry.name));
  await Promise.all(empty.map(({ name }) => rm(path.join(assets, name), { recursive: true })));
}

await ifChanged(
  { root, record: '.cache/bundle.json', options: [HANDLERS, INSPECTOR, PAGES, { BY_SDK }] },
  bundle,
);
