import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../cloudformation/project-command.ts';
import { LocalError } from '../errors.ts';
import { inputsOf, type RecordedBundle, type Recording } from './recording.ts';

/** A file that esbuild makes, and that is all of a function's code. */
export interface Bundle {
  readonly recorded: RecordedBundle;
  /** The folder of the assembly that has it. */
  readonly directory: string;
}

/**
 * The bundles that these files are in, if nothing else depends on the files: neither the app itself, nor code that is
 * made in another way.
 *
 * @param files with their whole paths
 * @param directories of the functions' code
 */
export function bundlesWith(
  files: readonly string[],
  { files: ofApp, bundles }: Recording,
  directories: readonly string[],
): readonly Bundle[] | undefined {
  if (ofApp === undefined) return undefined;
  const concerned = new Set<RecordedBundle>();
  for (const file of files.map(realPath)) {
    const found = bundles.filter((bundle) => bundle.inputs.includes(file));
    if (found.length === 0 || ofApp.has(file)) return undefined;
    for (const bundle of found) concerned.add(bundle);
  }
  const placed = [...concerned].map((recorded) => ({
    recorded,
    directory: [...new Set(directories)].find((directory) => holds(directory, recorded)),
  }));
  const found = placed.filter((bundle): bundle is Bundle => bundle.directory !== undefined);
  const whole = ({ directory, recorded }: Bundle) =>
    recorded.whole && bundles.filter((other) => holds(directory, other)).length === 1;
  return found.length === placed.length && found.every(whole) ? found : undefined;
}

/**
 * Makes a bundle again, in its place.
 *
 * @returns what is known of it from then on
 * @throws {LocalError} `BUILD_FAILED`, and the bundle is as it was
 */
export async function rebuild(
  { recorded, directory }: Bundle,
  signal?: AbortSignal,
): Promise<RecordedBundle> {
  const { program, args, cwd, outfile } = recorded;
  // Beside its place, so that it can be moved there at once.
  const draft = await mkdtemp(`${directory}.draft-`);
  try {
    const name = path.basename(outfile);
    const metafile = path.join(draft, 'metafile.json');
    const parameters = args.map((word) =>
      word.startsWith('--outfile=') ? `--outfile=${path.join(draft, name)}` : word,
    );
    const result = await runProgram(
      program,
      [...parameters, `--metafile=${metafile}`],
      cwd,
      signal,
    );
    if (result.status !== 0) {
      const entry = path.relative(cwd, path.resolve(cwd, args[1] ?? ''));
      throw new LocalError('BUILD_FAILED', `esbuild refuses ${entry}`, result.output.trim());
    }
    const output = hashOf(path.join(draft, name));
    const inputs = inputsOf(metafile, cwd);
    await rm(metafile);
    for (const each of readdirSync(draft)) {
      await rename(path.join(draft, each), path.join(directory, each));
    }
    return { ...recorded, inputs, output };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function holds(directory: string, { outfile, output }: RecordedBundle): boolean {
  const file = path.join(directory, path.basename(outfile));
  return existsSync(file) && hashOf(file) === output;
}

const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** As esbuild and Node.js name it; a file that is gone has none. */
function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
