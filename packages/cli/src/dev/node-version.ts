import { Failure } from '../failure.ts';

/** The major version of the Node.js that the construct's functions run on in Lambda. */
export const LAMBDA = 24;

/** Whether functions can run in a process of this Node.js, or of another version. */
export function runsFunctions(version: string = process.versions.node): boolean {
  return Number.parseInt(version, 10) >= LAMBDA;
}

/**
 * Functions run in threads of this process, so its Node.js has to be at least Lambda's.
 *
 * @throws Failure
 */
export function checkNodeVersion(version: string = process.versions.node): void {
  if (runsFunctions(version)) return;
  throw new Failure(
    `functions run on Lambda's Node.js ${LAMBDA}, and this is ${version}: run \`npm install --save-dev node@${LAMBDA}\` and then this command again by npx`,
  );
}
