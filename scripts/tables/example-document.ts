import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Document } from './documents.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const NAME = 'docs/openapi.json';

/** The OpenAPI document of the example, so that a change of the contract is seen in a review. */
export async function exampleDocument(): Promise<Document> {
  const run = promisify(execFile);
  await run(process.execPath, ['scripts/run.cjs', 'scripts/bundle.ts'], { cwd: ROOT });
  const { stdout: current } = await run(
    process.execPath,
    ['--import', 'tsx', 'scripts/openapi/example.ts'],
    { cwd: ROOT },
  );
  const text = await readFile(path.join(ROOT, NAME), 'utf8').catch(() => '');
  return { name: NAME, text, current };
}
