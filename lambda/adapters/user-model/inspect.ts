/**
 * Run at synth by the construct, as `node inspect-user-model/index.mjs <bundled module>`: loads a
 * user model as the functions will, and prints what is wrong with it as one line of JSON.
 */
import { pathToFileURL } from 'node:url';
import { loadUserModel } from './load.ts';
import { UserModelError } from './module.ts';

/** What the inspection found: of a model that works, what the construct has to know of it. */
export type Inspection =
  | { readonly got?: undefined; readonly claimFields: readonly string[] }
  | {
      readonly got: string;
      readonly expected: string;
      readonly fix: string;
      readonly culprit?: string;
    };

async function inspect(file: string): Promise<Inspection> {
  try {
    const { claimFields } = await loadUserModel(pathToFileURL(file).href);
    return { claimFields };
  } catch (error) {
    if (!(error instanceof UserModelError)) throw error;
    const { message: got, expected, fix, culprit } = error;
    return { got, expected, fix, culprit };
  }
}

const inspection = await inspect(String(process.argv[2]));
// On a line of its own, after whatever the module has printed.
process.stdout.write(`\n${JSON.stringify(inspection)}\n`);
