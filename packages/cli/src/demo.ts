import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Failure } from './failure.ts';

/** The stack of a new app, synthesised: beside `src/` in a checkout and beside `dist/` in the package. */
const DEMO = fileURLToPath(new URL('../demo', import.meta.url));

/** It is run anywhere, such as in a home directory, where `.local` belongs to other programs. */
export const DEMO_DATA = '.cdk-users-api-demo';

/**
 * The folder with the cloud assembly of the demo.
 *
 * @throws Failure
 */
export function demoAssembly(folder: string = DEMO): string {
  if (existsSync(folder)) return folder;
  throw new Failure(`there is no demo at ${folder}: in a clone, run \`npm run build\``);
}
