import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What `preload.cjs` reads. */
const VARIABLE = 'CDK_USERS_API_LOCAL_APP';

/** Beside this file; a package that bundles this brings it along. */
const PRELOAD = path.join(import.meta.dirname, 'preload.cjs');

/** A call of esbuild that made the code of a function. */
export interface RecordedBundle {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly outfile: string;
  /** Files that it is made of. */
  readonly inputs: readonly string[];
  /** Hash of what it made. */
  readonly output: string;
  /** Whether esbuild was all that made the code. */
  readonly whole: boolean;
}

/** What a synthesis was made from. */
export interface Recording {
  /** Of the project, that the app itself loads; none of an app in another language. Undefined if nobody can tell. */
  readonly files: ReadonlySet<string> | undefined;
  /** Of packages of constructs, in the order in which they were loaded. */
  readonly modules: readonly string[];
  readonly bundles: readonly RecordedBundle[];
}

export const NOTHING_RECORDED: Recording = { files: undefined, modules: [], bundles: [] };

export interface RecordingOptions {
  readonly project: string;
  /** Gets the records; emptied. */
  readonly folder: string;
  /** Modules to load before the app waits. */
  readonly modules?: readonly string[];
  /** What the app prints when it begins to wait; it doesn't wait without. */
  readonly wait?: string;
}

/** Environment variables that make a command record what it does. */
export function recordingVariables(options: RecordingOptions): Record<string, string> {
  const { project, folder: record, modules = [], wait } = options;
  rmSync(record, { recursive: true, force: true });
  mkdirSync(record, { recursive: true });
  // Too many for a variable.
  const list = path.join(record, 'modules');
  writeFileSync(list, JSON.stringify(modules));
  const { NODE_OPTIONS: nodeOptions = null } = process.env;
  return {
    [VARIABLE]: JSON.stringify({ project, record, modules: list, wait, nodeOptions }),
    NODE_OPTIONS: [nodeOptions, '--require', JSON.stringify(PRELOAD)].filter(Boolean).join(' '),
  };
}

/** Reads what a command has recorded. */
export function readRecording(folder: string): Recording {
  const records = readdirSync(folder)
    .filter((name) => /^(app|\d+)\.json$/.test(name))
    .map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')));
  const [app, ...others] = records.filter((record) => 'files' in record);
  const known = app?.files !== null && others.length === 0;
  const urls: readonly string[] = app?.files ?? [];
  return {
    files: known ? new Set(urls.map((url) => fileURLToPath(url.split('?')[0] ?? url))) : undefined,
    modules: app?.modules ?? [],
    bundles: records.flatMap(({ bundles = [] }) =>
      bundles.map(
        ({ metafile, ...bundle }: Omit<RecordedBundle, 'inputs'> & { metafile: string }) => ({
          ...bundle,
          inputs: inputsOf(metafile, bundle.cwd),
        }),
      ),
    ),
  };
}

/** From what esbuild writes about a bundle. */
export function inputsOf(metafile: string, cwd: string): string[] {
  const { inputs } = JSON.parse(readFileSync(metafile, 'utf8')) as { inputs: object };
  return Object.keys(inputs).map((input) => path.resolve(cwd, input));
}
