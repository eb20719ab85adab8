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

/** What an app looked at beside the modules that it loads, by `reads.cjs`; whole paths. */
export interface Reads {
  /** Files and folders, whether they are there or not. */
  readonly entries: readonly string[];
  /** Folders whose lists it has. */
  readonly folders: readonly string[];
  /** Folders with all that is in them. */
  readonly trees: readonly string[];
  /** Of the environment; `null` for all. */
  readonly variables: readonly string[] | null;
  /** What it did besides, and that can't be looked at again. */
  readonly unsure?: string;
}

/** What a synthesis was made from. */
export interface Recording {
  /** When the app's process began, which may have loaded packages long before it went on; milliseconds since the epoch. */
  readonly began: number;
  /** Of the project, that the app itself loads; none of an app in another language. Undefined if nobody can tell. */
  readonly files: ReadonlySet<string> | undefined;
  /** Of packages of constructs, in the order in which they were loaded. */
  readonly modules: readonly string[];
  readonly bundles: readonly RecordedBundle[];
  /** All modules of the app's process, of packages as well. */
  readonly loaded: readonly string[];
  /** Undefined if nobody can tell. */
  readonly reads: Reads | undefined;
}

export const NOTHING_RECORDED: Recording = {
  began: 0,
  files: undefined,
  modules: [],
  bundles: [],
  loaded: [],
  reads: undefined,
};

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
    .filter((name) => /^(app|(node-)?\d+)\.json$/.test(name))
    .map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')));
  const [app, ...others] = records.filter(
    ({ by, ...record }) => by === undefined && 'files' in record,
  );
  const known = app?.files !== null && others.length === 0;
  const urls: readonly string[] = app?.files ?? [];
  const all = records.filter((record) => 'reads' in record);
  return {
    began: app?.began ?? 0,
    files: known ? new Set(urls.map(pathOf)) : undefined,
    modules: app?.modules ?? [],
    loaded: [...new Set([...urls, ...all.flatMap(({ loaded }) => loaded)].map(pathOf))],
    reads: known && app !== undefined ? together(all.map(({ reads }) => reads)) : undefined,
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

/** Of the app and of the processes that it has waited for. */
function together(all: readonly Reads[]): Reads {
  const every = (kind: 'entries' | 'folders' | 'trees') => [
    ...new Set(all.flatMap((reads) => reads[kind])),
  ];
  const unsure = all.find((reads) => reads.unsure !== undefined)?.unsure;
  return {
    entries: every('entries'),
    folders: every('folders'),
    trees: every('trees'),
    variables: all.some(({ variables }) => variables === null)
      ? null
      : [...new Set(all.flatMap(({ variables }) => variables ?? []))],
    ...(unsure !== undefined && { unsure }),
  };
}

/** Loaders may add a query to a URL; built-in modules have neither. */
function pathOf(name: string): string {
  return name.startsWith('file:') ? fileURLToPath(name.split('?')[0] ?? name) : name;
}

/** From what esbuild writes about a bundle. */
export function inputsOf(metafile: string, cwd: string): string[] {
  const { inputs } = JSON.parse(readFileSync(metafile, 'utf8')) as { inputs: object };
  return Object.keys(inputs).map((input) => path.resolve(cwd, input));
}
