/** `npm run test:deploy` calls this first: whatever is missing is said in one line, before any test. */
import { installMiniStack } from './ministack.ts';

await installMiniStack().catch((error: Error) => {
  console.error(`test:deploy: ${error.message}`);
  process.exitCode = 1;
});
