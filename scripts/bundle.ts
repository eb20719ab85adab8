/**
 * Bundles every action of the table to `assets/<action>/index.mjs`, which the construct deploys as
 * it is: a user's `cdk synth` bundles none of it. Next to them are the program that checks a user
 * model and the schemas of the events. The `build` command of `cdk.json` and the scripts call this,
 * so it does nothing when nothing has changed.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { ACTIONS, concernOf } from '../lib/contract/index.ts';
import { strangers } from './bundle/contents.ts';
import { licences } from './bundle/licences.ts';
import { type BuildResult, ifChanged } from './if-changed.ts';

const root = path.join(import.meta.dirname, '..');
const assets = path.join(root, 'assets');

const LIGHT_HTTP = 'light-http';
const ACTION = 'action';

/**
 * An ESM import of `node:http` or `node:https` makes Node load undici (about 50 ms of a cold
 * start); `process.getBuiltinModule` does not.
 */
const lightHttp: Plugin = {
  name: LIGHT_HTTP,
  setup(esbuild) {
    esbuild.onResolve({ filter: /^(node:)?https?$/ }, ({ path: name }) => ({
      path: name.replace(/^node:/, ''),
      namespace: LIGHT_HTTP,
    }));
    esbuild.onLoad({ filter: /.*/, namespace: LIGHT_HTTP }, ({ path: name }) => ({
      contents: `module.exports = process.getBuiltinModule('node:${name}');`,
    }));
  },
};

/** What Lambda loads for an action: its handler, made for the environment of the function. */
const lambdaEntry: Plugin = {
  name: 'lambda-entry',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^action:/ }, ({ path: name }) => ({
      path: name.replace('action:', ''),
      namespace: ACTION,
    }));
    esbuild.onLoad({ filter: /.*/, namespace: ACTION }, ({ path: name }) => ({
      contents: `
        import { countingErrors } from './lambda/actions/counting-errors.ts';
        import { runtime } from './lambda/composition/runtime.ts';
        import { make } from './lambda/handlers/${concernOf({ name })}/${name}.ts';
        export const handler = await countingErrors(runtime(process.env), make);
      `,
      resolveDir: root,
      loader: 'ts',
    }));
  },
};

/** Replaces a file in one step, unless it is as it should be: others may be reading it. */
async function replace(file: string, contents: Uint8Array): Promise<void> {
  const present = await readFile(file).catch(() => undefined);
  if (present?.equals(contents)) return;
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, contents);
  await rename(draft, file);
}

const OPTIONS = {
  absWorkingDir: root,
  entryPoints: [
    ...ACTIONS.map(({ name }) => ({ in: `action:${name}`, out: `${name}/index` })),
    { in: 'lambda/adapters/user-model/inspect.ts', out: 'inspect-user-model/index' },
  ],
  outdir: 'assets',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  keepNames: true,
  banner: {
    // CommonJS packages inside an ESM bundle call `require` for Node's own modules.
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
} satisfies BuildOptions;

/** What the bundles depend on without containing it. */
const SURROUNDINGS = [
  'package-lock.json',
  'tsconfig.json',
  'lambda/package.json',
  'node_modules/esbuild/package.json',
];

async function bundle(): Promise<BuildResult> {
  // Loaded only when needed: together they take longer to load than the comparison.
  const [{ build }, { eventSchemas }] = await Promise.all([
    import('esbuild'),
    import('./event-schemas.ts'),
  ]);
  const { metafile, outputFiles } = await build({
    ...OPTIONS,
    plugins: [lambdaEntry, lightHttp],
    metafile: true,
    write: false,
  });
  const held = strangers(metafile, ACTIONS);
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
  const files = new Map<string, Uint8Array>(
    outputFiles.map((file) => [file.path, file.contents] as const),
  );
  files.set(
    path.join(assets, 'THIRD-PARTY-LICENSES.txt'),
    Buffer.from(await licences(metafile, root), 'utf8'),
  );
  files.set(
    path.join(assets, 'event-schemas.json'),
    Buffer.from(`${JSON.stringify(eventSchemas(), null, 2)}\n`, 'utf8'),
  );
  await Promise.all([...files].map(([file, contents]) => replace(file, contents)));
  await removeOthers([...files.keys()]);
  const inputs = [metafile, script].flatMap((one) => Object.keys(one.inputs));
  return {
    inputs: [...SURROUNDINGS, ...inputs.filter((file) => !isMadeUp(file))],
    outputs: files.keys(),
  };
}

/** What a plugin makes, without a file. */
function isMadeUp(input: string): boolean {
  return [LIGHT_HTTP, ACTION].some((namespace) => input.startsWith(`${namespace}:`));
}

/** Removes what an earlier table of actions needed. */
async function removeOthers(files: readonly string[]): Promise<void> {
  const wanted = new Set(files.map((file) => path.relative(assets, file).split(path.sep)[0]));
  const stale = (await readdir(assets)).filter((name) => !wanted.has(name));
  await Promise.all(stale.map((name) => rm(path.join(assets, name), { recursive: true })));
}

await ifChanged({ root, record: '.cache/bundle.json', options: OPTIONS }, bundle);
