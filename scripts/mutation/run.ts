import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { takeBaseline } from './baseline.ts';
import { clauseMutants } from './conditions.ts';
import { type Equivalent, withoutEquivalents } from './equivalents.ts';
import type { Mutant } from './mutant.ts';
import { mutantsOf } from './operators.ts';
import { drawMutants } from './sample.ts';
import type { Project } from './suites.ts';
import { parseSource, type Source } from './syntax.ts';
import { type Trial, tryAll, tryNoMistake } from './trial.ts';

export interface MutationOptions {
  readonly seed: number;
  /** Mutants to draw; all mutants of conditional writes are tried as well. */
  readonly count: number;
  /** Beginnings of the paths of sources; others are left out. */
  readonly only?: readonly string[];
  readonly equivalents: readonly Equivalent[];
  readonly signal: AbortSignal;
  /** Called with the number of mutants, and with each trial as it ends. */
  readonly onPlan?: (mutants: number) => void;
  readonly onTrial?: (trial: Trial) => void;
}

export interface MutationResult {
  /** Of the mutants that were drawn. */
  readonly drawn: readonly Trial[];
  /** Of the clauses of conditional writes. */
  readonly clauses: readonly Trial[];
}

/** Makes mistakes in the sources of a project, one at a time, and sees whether its tests notice. */
export async function runMutation(
  project: Project,
  options: MutationOptions,
): Promise<MutationResult> {
  const { only = [''], equivalents, signal, onPlan, onTrial } = options;
  const folders = project.folders.map((folder) => sourcesOf(project, folder));
  const sources = folders.flat();
  const clauses = clauseMutants(sources);
  const others = sources.flatMap(mutantsOf);
  const wanted = withoutEquivalents([...clauses, ...others], equivalents).filter(({ file }) =>
    only.some((start) => file.startsWith(start)),
  );
  const isWanted = new Set(wanted);
  const drawn = drawMutants(
    folders.map((inFolder) => {
      const files = inFolder.map(({ file }) => file);
      return others.filter((mutant) => isWanted.has(mutant) && files.includes(mutant.file));
    }),
    options,
  );
  const exhaustive = clauses.filter((mutant) => isWanted.has(mutant));
  const mutants = [...exhaustive, ...drawn];
  const control = controlOf(sources, mutants);
  onPlan?.(mutants.length);

  const directory = mkdtempSync(path.join(tmpdir(), 'mutation-'));
  try {
    const trial = { directory, signal, ...(onTrial && { onTrial }) };
    const baseline = await takeBaseline(project, trial);
    await tryNoMistake(project, baseline, control, trial);
    const trials = await tryAll(project, baseline, mutants, trial);
    return { drawn: trials.slice(exhaustive.length), clauses: trials.slice(0, exhaustive.length) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function sourcesOf({ root }: Project, folder: string): Source[] {
  const files = globSync(`${folder}/**/*.ts`, { cwd: root }).sort();
  if (files.length === 0) throw new Error(`got no source in ${folder}, expected one or more`);
  return files.map((file) => {
    const name = file.split(path.sep).join('/');
    return parseSource(name, readFileSync(path.join(root, file), 'utf8'));
  });
}

/** @throws {Error} if there is nothing to try: a run that tries nothing proves nothing */
function controlOf(sources: readonly Source[], [at]: readonly Mutant[]) {
  const source = sources.find(({ file }) => file === at?.file);
  if (!at || !source) throw new Error('got no mutant to try, expected one or more');
  return { source, at };
}
