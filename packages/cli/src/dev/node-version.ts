import { Failure } from '../failure.ts';

/** The major version of the Node.js that the construct's functions run on in Lambda. */
export const LAMBDA = 24;

/** Runs the demo on any Node.js that npm runs on. */
const DEMO = `npx -p node@${LAMBDA} -p cdk-users-api-cli@latest cdk-users-api-cli dev --demo`;

/** Whether functions can run in a process of this Node.js, or of another version. */
export function runsFunctions(version: string = process.versions.node): boolean {
  return Number.parseInt(version, 10) >= LAMBDA;
}

/**
 * Functions run in threads of this process, so its Node.js has to be at least Lambda's.
 *
 * @throws Failure
 */
export function checkNodeVersion({
  demo = false,
  version = process.versions.node,
}: {
  readonly demo?: boolean | undefined;
  readonly version?: string;
} = {}): void {
  if (runsFunctions(version)) return;
  // The demo has no project that could bring it.
  const remedy = demo
    ? `run \`${DEMO}\``
    : `run \`npm install --save-dev node@${LAMBDA}\` and then this command again by npx`;
  throw new Failure(
    `functions run on Lambda's Node.js ${LAMBDA}, and this is ${version}: ${remedy}`,
  );
}
