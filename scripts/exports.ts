/**
 * Builds what functions and front ends of the package's users import: `cdk-users-api/<name>`, each an ES module in
 * `dist/esm/` and a CommonJS one in `dist/cjs/`, both with their types. `npm run build` and the other
 * scripts call this after the bundles.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BuildOptions, build } from 'esbuild';

const root = path.join(import.meta.dirname, '..');
/** The formats, each in its folder, whose `package.json` says what its modules and declarations are. */
const FORMATS = { esm: 'module', cjs: 'commonjs' } as const;

interface Entry {
  readonly name: string;
  /** Relative to the repository. */
  readonly source: string;
  /** Where it runs. */
  readonly platform: 'node' | 'browser';
}

const ENTRIES: readonly Entry[] = [
  // What is in a folder there is a part of one.
  ...(await readdir(path.join(root, 'lambda', 'exports'), { withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name: file }) => ({
      name: path.parse(file).name,
      source: path.join('lambda', 'exports', file),
      platform: 'node' as const,
    })),
  {
    name: 'client',
    source: path.join('packages', 'client', 'src', 'index.ts'),
    platform: 'browser',
  },
];

/**
 * What a function already has: Lambda's runtime has the SDK, and code that uses the schemas of
 * events uses zod, which shows in their types. They are no peer dependencies in `package.json`,
 * since jsii accepts only packages of its own kind there.
 */
const PEERS: Readonly<Record<string, readonly string[]>> = {
  admin: ['@aws-sdk/*'],
  events: ['zod'],
};

/** What tells a CommonJS module where it is. */
const CJS = {
  define: { 'import.meta.url': '__url' },
  banner: { js: "const __url = require('node:url').pathToFileURL(__filename).href;" },
} satisfies BuildOptions;

const TARGETS = { node: 'node20', browser: 'es2022' } as const;

const formats = Object.entries(FORMATS) as [keyof typeof FORMATS, string][];
for (const [format, type] of formats) {
  const destination = path.join(root, 'dist', format);
  for (const { name, source, platform } of ENTRIES) {
    await build({
      absWorkingDir: root,
      entryPoints: [{ in: source, out: name }],
      outdir: destination,
      bundle: true,
      format,
      platform,
      target: TARGETS[platform],
      mainFields: ['module', 'main'],
      external: [...(PEERS[name] ?? [])],
      ...(format === 'cjs' && platform === 'node' ? CJS : {}),
      logLevel: 'warning',
    });
  }
  await writeFile(path.join(destination, 'package.json'), `{ "type": "${type}" }\n`);
}

/** A sibling that a declaration refers to: `from './user.ts'`, or `import("./user")` in a type. */
const SIBLING = /(from '(?=[^']+\.ts')|import\(")(\.[^"']+?)(?:\.ts)?(?=["'])/g;

/** The declarations that a declaration refers to, itself among them. */
async function closure(file: string, found = new Set<string>()): Promise<Set<string>> {
  if (found.has(file)) return found;
  found.add(file);
  const text = await readFile(file, 'utf8');
  for (const [, , specifier = ''] of text.matchAll(SIBLING)) {
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
for (const [format] of formats) {
  const types = path.join(root, 'dist', format, 'types');
  await rm(types, { recursive: true, force: true });
  for (const { source } of ENTRIES) {
    for (const file of await closure(path.join(folder, source.replace(/\.ts$/, '.d.ts')))) {
      const target = path.join(types, path.relative(folder, file));
      await mkdir(path.dirname(target), { recursive: true });
      // The declarations are read instead of JavaScript, which a specifier has to name.
      const text = await readFile(file, 'utf8');
      await writeFile(target, text.replace(SIBLING, '$1$2.js'));
    }
  }
}
await rm(folder, { recursive: true });
