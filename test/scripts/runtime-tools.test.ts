import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { runtimeTools } from '../runtime/support/tools.ts';

afterAll(removeTemporaryDirectories);

/** What each program says of its version; npm is asked for none. */
const PROGRAMS = {
  go: 'echo go version go1.26.6 linux/amd64',
  'g++': "echo 'g++ (Debian 12.2.0-14+deb12u1) 12.2.0'",
  cmake: 'echo cmake version 3.25.1',
  make: 'echo GNU Make 4.3',
  xz: "echo 'xz (XZ Utils) 5.4.1'",
  npm: 'exit 0',
};

/** An empty cache, and a machine with these programs, which are shell scripts. */
function setting(programs: Readonly<Record<string, string>>) {
  const directory = temporaryDirectory();
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(path.join(directory, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(directory, name), 0o755);
  }
  const platform: NodeJS.Platform = 'linux';
  return { cache: path.join(directory, 'cache'), env: { PATH: directory }, platform };
}

test.each([
  ['go', 'Go: got none, expected 1.21 or newer'],
  ['g++', 'C++ compiler: got none, expected 9 or newer'],
  ['cmake', 'CMake: got none, expected 3.9 or newer'],
  ['make', 'make: got none, expected 4 or newer'],
  ['xz', 'xz: got none, expected 5 or newer'],
])(
  "AWS's own runtime is not left out on a machine without %s: the error says what to install",
  async (name, message) => {
    const { [name as keyof typeof PROGRAMS]: _, ...others } = PROGRAMS;
    await expect(runtimeTools(setting(others))).rejects.toThrow(message);
  },
);

test('a machine for which there is no such runtime is told so', async () => {
  await expect(runtimeTools({ ...setting(PROGRAMS), platform: 'darwin' })).rejects.toThrow(
    "AWS's own runtime: got darwin, expected Linux",
  );
});

test('the runtime is built once', async () => {
  const machine = setting(PROGRAMS);
  const { sdk } = await runtimeTools(machine);
  expect(existsSync(path.join(sdk, '@aws-sdk/client-dynamodb/package.json'))).toBe(true);
  expect(await runtimeTools({ ...machine, env: { PATH: '' } })).toMatchObject({ sdk });
});

test('a build that fails is reported in one line, and tried again', async () => {
  const machine = setting({ ...PROGRAMS, npm: 'echo "npm error no network" >&2; exit 1' });
  const failed = 'npm: got "npm error no network", expected to build runtime-client-';
  await expect(runtimeTools(machine)).rejects.toThrow(failed);
  await expect(runtimeTools(machine)).rejects.toThrow(failed);
});
