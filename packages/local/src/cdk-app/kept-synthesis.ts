import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { surroundingsOf } from '../cloudformation/project-command.ts';
import type { Synthesis } from '../cloudformation/synthesis.ts';
import { readAppCommand, runsNode } from './app-command.ts';
import type { Recording } from './recording.ts';
import { sourcesIn } from './sources.ts';
import { Stamps } from './stamps.ts';

/** Variables that no template is made from: they differ from one start to the next. */
const NEVER_COUNTED = new Set(['CDK_OUTDIR', 'OLDPWD', 'SHLVL', '_']);

/** Variables that Node.js and the system read, whatever the app says. */
const ALWAYS_COUNTED = [
  ...['HOME', 'LANG', 'LC_ALL', 'NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'NODE_PATH', 'PATH'],
  ...['TMPDIR', 'TZ'],
];

/** Words of a command that may be files, such as in `--env-file=.env`. */
const WORDS = /[^\s='"]+/g;

/** What does more than to run a program with words. */
const SHELL = /[;|&`$()<>]/;

const PACKAGED = /[\\/]node_modules[\\/]/;

interface Kept {
  readonly output: string;
  /** Hash of all that it depends on, and of what it made. */
  readonly digest: string;
  readonly recording: Omit<Recording, 'files'> & { readonly files: readonly string[] };
}

/**
 * The last synthesis of an app, which stands as long as nothing has changed that it can have been made from: the command and
 * the files that it names, all sources of the project, the modules that the app loaded, what else it looked at in the file
 * system, and the variables that it read. Nothing is kept of an app of which that isn't known: one that isn't run only by Node.js,
 * runs a program, calls a server or starts a thread.
 */
export class KeptSynthesis {
  readonly #file: string;
  /** The data folder. */
  readonly #except: string;

  /** @param folder of a stack's data */
  constructor(folder: string) {
    this.#file = path.join(folder, 'app', 'synthesis.json');
    this.#except = folder;
  }

  /**
   * @param synthesisTo what would run for an assembly in a folder
   * @returns the folder of an assembly that would come out as it is, and what it was made from
   */
  find(
    synthesisTo: (output: string) => Synthesis,
  ): { readonly output: string; readonly recording: Recording } | undefined {
    const kept = this.#read();
    if (kept === undefined) return undefined;
    const { output, digest, recording: recorded } = kept;
    const recording = { ...recorded, files: new Set(recorded.files) };
    const synthesis = synthesisTo(output);
    if (!existsSync(output) || this.#digest(synthesis, recording) !== digest) return undefined;
    return { output, recording };
  }

  /**
   * Notes a synthesis that has just been made, if it is known what it depends on.
   *
   * @param since milliseconds since the epoch: what has changed after it may not be in it
   */
  keep(synthesis: Synthesis, recording: Recording, since: number): void {
    this.forget();
    const { files, reads } = recording;
    const { before, main } = readAppCommand(synthesis.command);
    const isNodeAlone = before === undefined && runsNode(main) && !SHELL.test(main);
    if (!isNodeAlone || files === undefined || reads === undefined) return;
    if (reads.unsure !== undefined) return;
    const packages = new Stamps(recording.began);
    for (const file of recording.loaded) if (PACKAGED.test(file)) packages.entry(file);
    const inputs = new Stamps(since);
    const digest = this.#digest(synthesis, recording, inputs);
    if (!inputs.areOlder || !packages.areOlder) return;
    const kept: Kept = {
      output: synthesis.output,
      digest,
      recording: { ...recording, files: [...files] },
    };
    const draft = `${this.#file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(kept), { mode: 0o600 });
    renameSync(draft, this.#file);
  }

  forget(): void {
    rmSync(this.#file, { force: true });
  }

  #read(): Kept | undefined {
    try {
      return JSON.parse(readFileSync(this.#file, 'utf8'));
    } catch {
      return undefined;
    }
  }

  /** @param inputs gives the stamps of all but the assembly itself */
  #digest(synthesis: Synthesis, recording: Recording, inputs = new Stamps()): string {
    const { command, project, output } = synthesis;
    const { files = [], loaded, bundles, reads } = recording;
    const isInput = (file: string) => path.relative(output, file).startsWith('..');
    const words = command.match(WORDS)?.map((word) => path.resolve(project, word)) ?? [];
    const entries = new Set([
      ...sourcesIn(project, [this.#except]).files,
      ...[...files, ...loaded, ...words, ...(reads?.entries ?? [])],
      ...bundles.flatMap((bundle) => [bundle.program, ...bundle.inputs]),
    ]);
    const stamped = (kind: 'entry' | 'folder' | 'tree', all: Iterable<string>) =>
      [...all].filter(isInput).map((file) => [kind, file, inputs[kind](file)]);
    const hash = createHash('sha256');
    for (const part of [
      [command, project, output, process.platform, process.arch],
      ...variablesOf(synthesis, reads?.variables ?? null),
      ...stamped('entry', entries),
      ...stamped('folder', reads?.folders ?? []),
      ...stamped('tree', reads?.trees ?? []),
      ['made', new Stamps().tree(output)],
    ]) {
      hash.update(`${JSON.stringify(part)}\n`);
    }
    return hash.digest('hex');
  }
}

/** @param names `null` for all */
function variablesOf(
  synthesis: Synthesis,
  names: readonly string[] | null,
): (readonly [string, string | null])[] {
  const all = surroundingsOf(synthesis);
  return [...new Set([...ALWAYS_COUNTED, ...(names ?? Object.keys(all))])]
    .filter((name) => !NEVER_COUNTED.has(name))
    .sort()
    .map((name) => [name, all[name] ?? null]);
}
