/** `npm run test:contract` calls this first: whatever is missing is said in one line, before any test. */
import { clientGenerators } from '../peer/support/tools.ts';
import { contractPrograms } from './support/tools.ts';

await Promise.all([contractPrograms(), clientGenerators()]).catch((error: Error) => {
  console.error(`test:contract: ${error.message}`);
  process.exitCode = 1;
});
