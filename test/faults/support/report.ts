import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Difference } from './compare.ts';
import type { Outcome } from './run.ts';

/** Where `summary.cjs` finds what the suites saw. */
const FOLDER = path.join(import.meta.dirname, '../../../.cache/faults');

/** Notes an outcome for the last line of the run. @returns the unmasked faults, as text */
export async function report(suite: string, { faults, unmasked }: Outcome): Promise<string[]> {
  const lines = unmasked.map(said);
  await mkdir(FOLDER, { recursive: true });
  const outcome = JSON.stringify({ faults, unmasked: lines });
  await writeFile(path.join(FOLDER, `${suite}.json`), outcome);
  return lines;
}

/** What differs from the same request without a fault, a line each. */
function said({ run: { scenario, failing, reached }, ...seen }: Difference): string {
  const [without = [], faulty = []] = [seen.without, seen.with].map((text) => text?.split('\n'));
  const differs = [
    ...(reached ? [] : ['  the call was not made']),
    ...without.filter((line) => !faulty.includes(line)).map((line) => `  - ${line}`),
    ...faulty.filter((line) => !without.includes(line)).map((line) => `  + ${line}`),
  ];
  const { operation, nth, way } = failing ?? {};
  return [`${scenario.action} (${scenario.when}): ${operation} ${nth} ${way}`, ...differs].join(
    '\n',
  );
}
