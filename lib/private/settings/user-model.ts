import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import type * as esbuild from 'esbuild';
import { INSPECTOR } from '../assets';
import { Found, UsersApiError } from '../errors';

/** A user model that works, as one module. */
export interface BundledUserModel extends ModelFacts {
  readonly code: string;
}

/** What the construct has to know of a model. */
interface ModelFacts {
  /** Names of the fields that are claims. */
  readonly claimFields: readonly string[];
  /** Names of the fields that only superusers may write. */
  readonly adminFields: readonly string[];
  /** Names of the fields that nobody sees. */
  readonly privateFields: readonly string[];
  readonly hasHooks: boolean;
  /** JSON Schemas of what goes into the schema and what comes out; absent without custom fields. */
  readonly fields?: { readonly input: object; readonly output: object };
}

/** What `lambda/adapters/user-model/inspect.ts` prints; `got` only for a model that doesn't work. */
interface Inspection extends Partial<ModelFacts> {
  readonly got?: string;
  readonly expected?: string;
  readonly fix?: string;
  readonly culprit?: string;
}

/** Longest that a module may take to load, which every cold start would take as well. */
const LOAD_TIMEOUT_MS = 10_000;

/**
 * The model for a stack. Where the stack isn't asked for, as in `cdk ls` and in the deployment of another one, nothing
 * is bundled and nobody's module is run, as with the assets of the CDK; its template goes nowhere then.
 */
export function bundledFor(stack: Stack, file: string): BundledUserModel {
  return stack.bundlingRequired ? bundleUserModel(file) : { code: '', ...NO_FACTS };
}

const NO_FACTS: ModelFacts = {
  claimFields: [],
  adminFields: [],
  privateFields: [],
  hasHooks: false,
};

/**
 * Bundles a user model and loads it once, as the functions will.
 *
 * @throws UsersApiError that names file and line
 */
function bundleUserModel(file: string): BundledUserModel {
  if (!existsSync(file)) {
    throw refused(`no file ${shownPath(file)}`, {
      expected: 'the path of a TypeScript or JavaScript module',
      fix: `relative paths start at the working directory, ${process.cwd()}`,
    });
  }
  const { code, map } = build(file);
  return { code, ...inspect(file, code, map) };
}

function build(file: string): { code: string; map: string } {
  try {
    const { outputFiles } = findEsbuild(file).buildSync({
      entryPoints: [file],
      outfile: path.join(path.dirname(file), 'user-model.mjs'),
      write: false,
      bundle: true,
      format: 'esm',
      platform: 'node',
      // Loaded by the Node.js that synthesises as well.
      target: 'node20',
      mainFields: ['module', 'main'],
      minify: true,
      keepNames: true,
      sourcemap: 'external',
      sourcesContent: false,
      banner: {
        // CommonJS packages inside an ESM bundle call `require` for Node's own modules.
        js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
      },
      logLevel: 'silent',
    });
    const text = (end: string) => outputFiles.find(({ path: each }) => each.endsWith(end))?.text;
    return { code: text('.mjs') ?? '', map: text('.map') ?? '' };
  } catch (error) {
    const [first] = (error as Partial<esbuild.BuildFailure>).errors ?? [];
    if (first === undefined) throw error;
    const { location, text } = first;
    const place = location ? `${location.file}:${location.line}` : shownPath(file);
    throw refused(`a module that does not bundle: ${place}: ${text}`, {
      expected: 'one that esbuild can bundle with all it imports',
      fix: 'correct that line, or install the package that it names',
    });
  }
}

/** The user's own, as `NodejsFunction` takes it, so that its version is theirs to choose. */
function findEsbuild(file: string): typeof esbuild {
  for (const from of [file, path.join(process.cwd(), 'index.js'), __filename]) {
    try {
      return createRequire(from)('esbuild');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw refused('a module to bundle and no esbuild', {
    expected: 'esbuild among the packages of your project',
    fix: 'run `npm install --save-dev esbuild`',
  });
}

/** In a process of its own: the module is ESM, which can't be loaded synchronously everywhere. */
function inspect(file: string, code: string, map: string): ModelFacts {
  const folder = mkdtempSync(path.join(tmpdir(), 'user-model-'));
  try {
    // The source map places it beside the source, so that a stack names the source's lines.
    const sources = { ...JSON.parse(map), sourceRoot: `${path.dirname(file)}/` };
    const inline = Buffer.from(JSON.stringify(sources)).toString('base64');
    const module = path.join(folder, 'user-model.mjs');
    writeFileSync(module, `${code}\n//# sourceMappingURL=data:application/json;base64,${inline}\n`);
    const { status, stdout, stderr, error } = spawnSync(
      process.execPath,
      ['--enable-source-maps', INSPECTOR, module],
      { encoding: 'utf8', timeout: LOAD_TIMEOUT_MS, env: { ...process.env, NODE_OPTIONS: '' } },
    );
    if (status !== 0) throw notLoaded(file, stderr, error);
    const {
      got,
      expected = '',
      fix = '',
      culprit,
      ...facts
    }: Inspection = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    if (got === undefined) return { ...NO_FACTS, ...facts };
    throw refused(`${got}, in ${shownPath(file)}:${lineOf(file, culprit)}`, { expected, fix });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function notLoaded(file: string, stderr: string, error: Error | undefined): UsersApiError {
  const lines = stderr.split('\n').map((line) => line.trim());
  const message = error?.message ?? lines.find((line) => /^\w*Error\b/.test(line)) ?? lines[0];
  const frame = lines.find((line) => line.startsWith('at ') && line.includes(path.basename(file)));
  const line = frame === undefined ? undefined : /:(\d+):\d+\)?$/.exec(frame)?.[1];
  return refused(`a module that does not load: ${shownPath(file)}:${line ?? 1}: ${message}`, {
    expected: 'one that loads by itself, as it will at the start of each function',
    fix: 'correct what it does at its top level',
  });
}

/** Where a field or an export is first named; the first line where it is not. */
function lineOf(file: string, culprit: string | undefined): number {
  if (culprit === undefined) return 1;
  const escaped = culprit.replace(/\W/g, '\\$&');
  const patterns = [
    new RegExp(`\\bexport\\b.*\\b${escaped}\\b`),
    new RegExp(`['"\`]?\\b${escaped}\\??['"\`]?\\s*:`),
    new RegExp(`['"\`]${escaped}['"\`]`),
  ];
  const lines = readFileSync(file, 'utf8').split('\n');
  const found = patterns.map((pattern) => lines.findIndex((line) => pattern.test(line)));
  return (found.find((index) => index >= 0) ?? 0) + 1;
}

/** As esbuild names it: from the working directory. */
function shownPath(file: string): string {
  return path.relative(process.cwd(), file);
}

function refused(got: string, { expected, fix }: { expected: string; fix: string }) {
  return new UsersApiError('userModel', { got: new Found(got), expected, fix });
}
