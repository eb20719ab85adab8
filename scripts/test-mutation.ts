/**
 * `npm run test:mutation`: makes mistakes in the runtime, one at a time, and fails if too many of
 * them pass the tests in `test/lambda`. `scripts/mutation/equivalents.json` names the mutants that
 * are no mistakes, each with its reason.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { describeMutant } from './mutation/mutant.ts';
import { reportOn } from './mutation/report.ts';
import { runMutation } from './mutation/run.ts';

const USAGE = `npm run test:mutation -- [--seed N] [--count N] [SOURCE...]

  --seed N    draws other mutants, the same for the same number (default 1)
  --count N   how many to draw (default 200); all clauses of conditional writes are tried as well
  --verbose   prints what noticed each mutant
  SOURCE      such as lambda/http or lambda/http/body.ts: only mutants of sources that begin so`;

const PROJECT = {
  root: path.join(import.meta.dirname, '..'),
  folders: ['lambda/users', 'lambda/auth', 'lambda/http', 'lambda/adapters/dynamodb'],
  tests: ['test/lambda/**/*.test.ts'],
};
const EQUIVALENTS = path.join(import.meta.dirname, 'mutation', 'equivalents.json');

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => interruption.abort());
}

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '200' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const number = (name: 'seed' | 'count') => {
    const text = values[name];
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw new Error(`--${name}: got ${text}, expected a whole number\n\nusage: ${USAGE}`);
  };
  return { ...values, seed: number('seed'), count: number('count'), only: positionals };
}

async function main(): Promise<void> {
  const { help, seed, count, only, verbose } = options();
  if (help) return console.log(USAGE);
  let tried = 0;
  let planned = 0;
  const result = await runMutation(PROJECT, {
    seed,
    count,
    ...(only.length > 0 && { only }),
    equivalents: JSON.parse(readFileSync(EQUIVALENTS, 'utf8')),
    signal: interruption.signal,
    onPlan: (mutants) => {
      planned = mutants;
      console.log(`${mutants} mutants, seed ${seed}; first the tests without any`);
    },
    onTrial: ({ mutant, verdict }) => {
      tried += 1;
      if (verdict.survived) console.log(`survived: ${describeMutant(mutant)}`);
      else if (verbose) console.log(`${describeMutant(mutant)}\n  ${verdict.noticedBy}`);
      if (tried % 20 === 0) console.log(`${tried} of ${planned} tried`);
    },
  });
  const { text, isGood } = reportOn(result, PROJECT.folders);
  console.log(`\n${text}`);
  if (!isGood) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  const { aborted } = interruption.signal;
  if (!aborted) console.error(`test:mutation: ${error instanceof Error ? error.message : error}`);
  process.exitCode = aborted ? 130 : 1;
}
