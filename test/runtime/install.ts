/** `npm run test:runtime` calls this first: whatever is missing is said in one line, before any test. */
import { runtimeTools } from './support/tools.ts';

await runtimeTools().catch((error: Error) => {
  console.error(`test:runtime: ${error.message}`);
  process.exitCode = 1;
});
