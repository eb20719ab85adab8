import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { PLATFORMS } from 'cdk-users-api-local/engine/binary';

const ROOT = path.join(import.meta.dirname, '../../..');

const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(path.join(ROOT, folder, 'package.json'), 'utf8'));

const [root, cli, local] = ['.', 'packages/cli', 'packages/local'].map(manifestOf);

test('the construct, the command and the local runtime have the same version and run on the same Node.js', () => {
  for (const { version, engines } of [cli, local]) {
    expect({ version, engines }).toEqual({ version: root.version, engines: root.engines });
  }
  expect(cli.devDependencies['cdk-users-api-local']).toBe(root.version);
});

test('the packages with engines are those that the message about a missing one names', () => {
  const names = PLATFORMS.map((platform) => `@dynoxide/${platform}`);
  expect(Object.keys(cli.optionalDependencies)).toEqual(names);
  expect(new Set(Object.values(cli.optionalDependencies)).size).toBe(1);
});

test('the command has nothing that npm has to install but the engine', () => {
  expect({ ...cli.dependencies, ...cli.peerDependencies }).toEqual({});
});
