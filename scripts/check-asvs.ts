/**
 * `npm run lint`: `docs/security/asvs.md` has a row for each requirement of `asvs/requirements.json`,
 * and the tests that it and the threat model name exist.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rowFaults, testFaults } from './asvs/faults.ts';

const ROOT = path.join(import.meta.dirname, '..');
const ASVS = 'docs/security/asvs.md';

const read = (file: string) => {
  const found = path.join(ROOT, file);
  return existsSync(found) ? readFileSync(found, 'utf8') : undefined;
};

const { levels } = JSON.parse(read('scripts/asvs/requirements.json') ?? '{}');
const faults = [
  ...rowFaults(read(ASVS) ?? '', levels).map((fault) => `${ASVS}: ${fault}`),
  ...[ASVS, 'SECURITY.md'].flatMap((file) =>
    testFaults(read(file) ?? '', read).map((fault) => `${file}: ${fault}`),
  ),
];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
