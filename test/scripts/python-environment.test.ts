import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { pythonEnvironment } from '../../scripts/python-environment.ts';

afterAll(removeTemporaryDirectories);

/** An empty cache, and a file of requirements that needs no network. */
function setting() {
  const directory = temporaryDirectory();
  const file = path.join(directory, 'requirements.txt');
  writeFileSync(file, '# nothing\n');
  return { file, cache: path.join(directory, 'cache') };
}

/** Variables with which a shell script is found as `python3`, and after it only `/bin`. */
function envWithPython(script: string): NodeJS.ProcessEnv {
  const directory = temporaryDirectory();
  const file = path.join(directory, 'python3');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return { ...process.env, PATH: directory };
}

/** A Python 3.12.4 whose environments hold a copy of itself, and whose pip does as given. */
const python = (pip: string) =>
  envWithPython(`
    case $2 in
      venv) /bin/mkdir -p $3/bin && /bin/cp $0 $3/bin/python ;;
      pip) ${pip} ;;
      *) echo 3.12.4 ;;
    esac`);

test('an environment is made once, and again after an interrupted installation', async () => {
  const { file, cache } = setting();
  const env = python('exit 0');
  const programs = await pythonEnvironment(file, { cache, env });
  const mark = path.join(programs, 'of-the-first');
  writeFileSync(mark, '');
  expect(await pythonEnvironment(file, { cache, env })).toBe(programs);
  expect(existsSync(mark)).toBe(true);

  rmSync(path.join(programs, '..', 'installed'));
  expect(await pythonEnvironment(file, { cache, env })).toBe(programs);
  expect(existsSync(mark)).toBe(false);
});

test('other requirements get an environment of their own', async () => {
  const { file, cache } = setting();
  const env = python('exit 0');
  const programs = await pythonEnvironment(file, { cache, env });
  writeFileSync(file, '# still nothing\n');
  expect(await pythonEnvironment(file, { cache, env })).not.toBe(programs);
});

test.each([
  ['without Python', { ...process.env, PATH: temporaryDirectory() }, 'none'],
  ['with one that is too old', envWithPython('echo 3.9.6'), 'python3 3.9.6'],
  ['with one that is a shop window', envWithPython('exit 9009'), 'none'],
])('a machine %s is told what to install', async (_, env, got) => {
  await expect(pythonEnvironment(setting().file, { env })).rejects.toThrow(
    `Python: got ${got}, expected 3.10 or newer; install one and have it on the PATH as python3`,
  );
});

test('a Python without the venv module is told how to get it', async () => {
  const { file, cache } = setting();
  const env = envWithPython('case $1 in -c) echo 3.12.4 ;; *) exit 1 ;; esac');
  await expect(pythonEnvironment(file, { cache, env })).rejects.toThrow(
    'Python: got no working venv module in python3 3.12.4, expected to make an environment with ' +
      'it; install it (on Debian and Ubuntu: apt install python3-venv)',
  );
});

test('a package that cannot be installed is reported in one line, and tried again', async () => {
  const { file, cache } = setting();
  const env = python(
    'echo WARNING: retrying >&2; echo ERROR: No matching distribution found >&2; exit 1',
  );
  const message =
    `pip: got "No matching distribution found", expected to install ${file}; ` +
    "look at the network and at pip's own settings (pip config list)";
  for (const _ of ['first', 'second']) {
    await expect(pythonEnvironment(file, { cache, env })).rejects.toThrow(message);
  }
});
