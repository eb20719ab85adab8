import type { Program, Step } from './program.ts';

/**
 * Leaves out what a failing program fails without, one thing at a time, until it needs all that it has.
 * fast-check has shrunk it before, quickly, and can leave a step of no use.
 */
export async function shortened(
  program: Program,
  fails: (program: Program) => Promise<boolean>,
): Promise<Program> {
  for (const simpler of simplerThan(program)) {
    if (await fails(simpler)) return shortened(simpler, fails);
  }
  return program;
}

function* simplerThan(program: Program): Generator<Program> {
  for (const [index, step] of program.entries()) {
    if (program.length > 1) yield program.toSpliced(index, 1);
    for (const simpler of calmer(step)) yield program.with(index, simpler);
  }
}

/** With a fault less, in no order of its own, or by itself. */
function* calmer(step: Step): Generator<Step> {
  for (const index of step.faults.keys()) {
    yield { ...step, faults: step.faults.toSpliced(index, 1) };
  }
  if (step.order !== 0) yield { ...step, order: 0 };
  if (step.beside) yield { ...step, beside: false };
}
