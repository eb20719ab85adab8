import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

const ROOT = path.join(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'run-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a program prints of where its compiled code is kept. */
function kept(environment: Readonly<Record<string, string>> = {}): string {
  const program = path.join(folder, 'program.mjs');
  writeFileSync(
    program,
    `import { getCompileCacheDir } from 'node:module'; console.log(getCompileCacheDir());`,
  );
  const { NODE_COMPILE_CACHE: _, ...others } = process.env;
  return execFileSync(process.execPath, ['scripts/run.cjs', path.relative(ROOT, program)], {
    cwd: ROOT,
    env: { ...others, ...environment },
    encoding: 'utf8',
  });
}

test('the compiled code of programs is kept in the project, as most of a start is to compile', () => {
  expect(kept()).toContain(path.join(ROOT, '.cache', 'compiled'));
});

test('or where the environment says', () => {
  const elsewhere = path.join(folder, 'cache');
  expect(kept({ NODE_COMPILE_CACHE: elsewhere })).toContain(elsewhere);
});
