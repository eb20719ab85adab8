/**
 * Builds what functions of the package's users import: `cdk-users-api/<name>`, each an ES module in
 * `dist/esm/` with its types. `npm run build` and the other scripts call this after the bundles.
 */
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.join(import.meta.dirname, '..');
const sources = path.join('lambda', 'exports');
const destination = path.join(root, 'dist', 'esm');
const names = (await readdir(path.join(root, sources))).map((file) => path.parse(file).name);

/**
 * What a function already has: Lambda's runtime has the SDK, and code that uses the schemas of
 * events uses zod, which shows in their types. They are no peer dependencies in `package.json`,
 * since jsii accepts only packages of its own kind there.
 */
const PEERS: Readonly<Record<string, readonly string[]>> = {
  admin: ['@aws-sdk/*'],
  events: ['zod'],
};

for (const name of names) {
  await build({
    absWorkingDir: root,
    entryPoints: [{ in: path.join(sources, `${name}.ts`), out: name }],
    outdir: destination,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: [...(PEERS[name] ?? [])],
    logLevel: 'warning',
  });
}
await writeFile(path.join(destination, 'package.json'), '{ "type": "module" }\n');

/** The declarations that a declaration refers to, itself among them. */
async function closure(file: string, found = new Set<string>()): Promise<Set<string>> {
  if (found.has(file)) return found;
  found.add(file);
  const text = await readFile(file, 'utf8');
  for (const [, specifier = ''] of text.matchAll(/from '(\.[^']+)\.ts'/g)) {
    await closure(path.join(path.dirname(file), `${specifier}.d.ts`), found);
  }
  return found;
}

const folder = await mkdtemp(path.join(tmpdir(), 'types-'));
execFileSync(
  process.execPath,
  [
    path.join(root, 'node_modules/typescript/bin/tsc'),
    ...['-p', 'tsconfig.exports.json', '--outDir', folder],
  ],
  { cwd: root, stdio: 'inherit' },
);
const types = path.join(destination, 'types');
await rm(types, { recursive: true, force: true });
for (const name of names) {
  for (const file of await closure(path.join(folder, sources, `${name}.d.ts`))) {
    const target = path.join(types, path.relative(folder, file));
    await mkdir(path.dirname(target), { recursive: true });
    await cp(file, target);
    // The declarations are read instead of JavaScript, which a specifier has to name.
    const text = await readFile(target, 'utf8');
    await writeFile(target, text.replace(/(from '\.[^']+)\.ts'/g, "$1.js'"));
  }
}
await rm(folder, { recursive: true });
