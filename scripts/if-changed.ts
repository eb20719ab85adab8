/** Runs a build when something that it depends on has changed, or something that it made. */
import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface RecordedBuild {
  /** The folder that paths are relative to. */
  readonly root: string;
  /** Where the last build is recorded. */
  readonly record: string;
  /** What else the build depends on; has to be plain data. */
  readonly options: unknown;
}

export interface BuildResult {
  /** Files that were read. */
  readonly inputs: Iterable<string>;
  /** Files that were written. */
  readonly outputs: Iterable<string>;
}

interface LastBuild {
  readonly key: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** @returns whether it built */
export async function ifChanged(
  recorded: RecordedBuild,
  build: () => Promise<BuildResult>,
): Promise<boolean> {
  const { root } = recorded;
  const record = path.join(root, recorded.record);
  const last = readRecord(record);
  if (last !== undefined && last.key === keyOf(recorded, last)) return false;

  const started = Date.now();
  const result = await build();
  const inputs = relative(root, result.inputs);
  const outputs = relative(root, result.outputs);
  // An input that is newer than the build may not be in it: the next run has to build again.
  if (inputs.some((file) => statSync(path.join(root, file)).mtimeMs >= started)) return true;
  const key = keyOf(recorded, { inputs, outputs });
  if (key === undefined) return true;
  writeRecord(record, { key, inputs, outputs });
  return true;
}

function writeRecord(file: string, last: LastBuild): void {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(draft, JSON.stringify(last));
    renameSync(draft, file);
  } catch {
    // A project that can't be written is built each time, to the same bundles.
  }
}

function readRecord(file: string): LastBuild | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

const relative = (root: string, files: Iterable<string>) =>
  [...new Set([...files].map((file) => path.relative(root, path.resolve(root, file))))].sort();

/** A hash of the options and of the contents of all files; undefined where one is missing. */
function keyOf(
  { root, options }: RecordedBuild,
  { inputs, outputs }: Pick<LastBuild, 'inputs' | 'outputs'>,
): string | undefined {
  try {
    const contents = [...inputs, ...outputs].map(
      (file) => `${file} ${hash('sha256', readFileSync(path.join(root, file)))}`,
    );
    return hash('sha256', JSON.stringify([options, ...contents]));
  } catch {
    return undefined;
  }
}
