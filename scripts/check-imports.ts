/** Refuses imports against the order of the rooms, and cycles: `scripts/imports/rules.ts`. */
import { brokenRules } from './imports/broken-rules.ts';
import { RULES } from './imports/rules.ts';

const broken = await brokenRules(['lib', 'lambda', 'packages', 'scripts', 'test'], RULES);
for (const line of broken) console.error(line);
if (broken.length > 0) process.exitCode = 1;
