/**
 * `npm run lint`, after `npm run build`: the public API keeps to the rules of AWS's own construct library, except
 * where the list says why not.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { faultsOf } from './awslint/faults.ts';

const bin = fileURLToPath(import.meta.resolve('awslint/bin/awslint'));
const { stderr, error } = spawnSync(process.execPath, [bin, '--no-compile'], {
  cwd: path.join(import.meta.dirname, '..'),
  encoding: 'utf8',
  maxBuffer: 2 ** 28,
});
if (error !== undefined) throw error;
const faults = faultsOf(stderr);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
