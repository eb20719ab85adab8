/** `npm run test:peer` calls this first: whatever is missing is said in one line, before any test. */
import { clientGenerators, peerPython } from './support/tools.ts';

await Promise.all([peerPython(), clientGenerators()]).catch((error: Error) => {
  console.error(`test:peer: ${error.message}`);
  process.exitCode = 1;
});
