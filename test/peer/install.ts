/** `npm run test:peer` calls this first: whatever is missing is said in one line, before any test. */
import { hashingModules, hashingPython } from '../support/password-hashes/libraries.ts';
import { clientGenerators, peerPython } from './support/tools.ts';

const all = [peerPython(), clientGenerators(), hashingPython(), hashingModules()];
await Promise.all(all).catch((error: Error) => {
  console.error(`test:peer: ${error.message}`);
  process.exitCode = 1;
});
