import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';

const ROOT = path.join(import.meta.dirname, '../..');

interface LockFile {
  packages: Record<string, { integrity?: string; resolved?: string }>;
}

afterAll(removeTemporaryDirectories);

/** What the check says of the project's lock file after a change to it. */
function check(change: (packages: LockFile['packages']) => void) {
  const lockFile: LockFile = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
  change(lockFile.packages);
  const doctored = path.join(temporaryDirectory(), 'package-lock.json');
  writeFileSync(doctored, JSON.stringify(lockFile));
  return checkFile(doctored);
}

/** @param file relative to the project, or absolute */
function checkFile(file: string) {
  const script = path.join(ROOT, 'scripts/check-lock-file.ts');
  const { status, stderr } = spawnSync(process.execPath, [script, path.resolve(ROOT, file)], {
    encoding: 'utf8',
  });
  return { status, stderr };
}

test('the lock files have a hash for each package, and no registry', () => {
  expect(check(() => {})).toEqual({ status: 0, stderr: '' });
  for (const folder of ['test/peer/clients', 'examples/react']) {
    expect(checkFile(`${folder}/package-lock.json`)).toEqual({ status: 0, stderr: '' });
  }
});

test('a package without a hash is refused', () => {
  expect(check((packages) => delete packages['node_modules/jose']?.integrity)).toEqual({
    status: 1,
    stderr:
      'package-lock.json: node_modules/jose has no integrity: ' +
      'run npm install on a registry that serves it\n',
  });
});

test('a hash that can be forged is refused', () => {
  const weaken = (packages: LockFile['packages']) => {
    packages['node_modules/jose'] = { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' };
  };
  expect(check(weaken)).toMatchObject({ status: 1 });
});

test('a package that is bound to a registry is refused', () => {
  const bind = (packages: LockFile['packages']) => {
    const resolved = 'https://registry.example/jose.tgz';
    packages['node_modules/jose'] = { ...packages['node_modules/jose'], resolved };
  };
  expect(check(bind)).toEqual({
    status: 1,
    stderr:
      'package-lock.json: node_modules/jose is bound to https://registry.example/jose.tgz: ' +
      'run npm install with --omit-lockfile-registry-resolved\n',
  });
});

test('an engine that npm left out, as the registry did not serve it, is refused', () => {
  expect(check((packages) => delete packages['node_modules/@dynoxide/win32-x64'])).toEqual({
    status: 1,
    stderr:
      'package-lock.json: node_modules/@dynoxide/win32-x64 is missing: the engine for Windows is ' +
      'public, but not available from every registry, so copy its entry from git\n',
  });
});
