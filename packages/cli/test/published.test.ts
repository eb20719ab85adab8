import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { transformSync } from 'esbuild';
import { buildCommand } from '../../../scripts/cli/build.ts';
import { address, cdkProject } from './support/project.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const CLI = path.join(ROOT, 'packages/cli');
const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));

let built: string;
beforeAll(async () => {
  built = path.join(temporaryDirectory(), 'dist');
  await buildCommand(built);
});
afterAll(removeTemporaryDirectories);

/** A project with the packages as npm installs them; the construct's without what this doesn't run. */
function install(project: string, { command }: { command?: string } = {}): string {
  const modules = path.join(project, 'node_modules');
  const construct = path.join(modules, 'cdk-users-api');
  mkdirSync(path.join(construct, 'dist'), { recursive: true });
  cpSync(path.join(ROOT, 'package.json'), path.join(construct, 'package.json'));
  const source = readFileSync(path.join(ROOT, 'lib/command.ts'), 'utf8');
  const program = path.join(construct, 'dist/command.js');
  // As jsii compiles it.
  const options = { loader: 'ts', format: 'cjs', supported: { 'dynamic-import': true } } as const;
  writeFileSync(program, transformSync(source, options).code);
  if (command !== undefined) {
    const own = path.join(modules, 'cdk-users-api-cli');
    cpSync(built, path.join(own, 'dist'), { recursive: true });
    const manifest = JSON.parse(readFileSync(path.join(CLI, 'package.json'), 'utf8'));
    writeFileSync(
      path.join(own, 'package.json'),
      JSON.stringify({ ...manifest, version: command }),
    );
    symlinkSync(path.join(ROOT, 'node_modules/@dynoxide'), path.join(modules, '@dynoxide'));
  }
  return program;
}

function run(program: string, args: string[], cwd: string) {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { ...process.env, PORT: '0', NODE_OPTIONS: '' },
  });
  const ended = Promise.all([text(child.stderr), once(child, 'close')]);
  return { child, ended: ended.then(([errors, [code]]) => ({ code, errors })) };
}

describe('the program of the construct', () => {
  test('says in one line how to get the command', async () => {
    const project = temporaryDirectory();
    const { ended } = run(install(project), ['dev'], project);
    expect(await ended).toEqual({
      code: 1,
      errors: `error: the command is in a package of its own: run \`npm install --save-dev cdk-users-api-cli@${version}\`\n`,
    });
  });

  test('warns of a command of another version', async () => {
    const project = temporaryDirectory();
    const { ended } = run(install(project, { command: '0.1.0' }), ['--help'], project);
    expect(await ended).toEqual({
      code: 0,
      errors: `warning: cdk-users-api-cli is 0.1.0, and cdk-users-api ${version}: run \`npm install --save-dev cdk-users-api-cli@${version}\`\n`,
    });
  });

  test("runs the project's command from a folder in it, and passes its exit code on", async () => {
    const project = temporaryDirectory();
    const folder = path.join(project, 'infrastructure');
    mkdirSync(folder);
    const { ended } = run(install(project, { command: version }), ['dev', '--frehs'], folder);
    expect(await ended).toEqual({ code: 2, errors: expect.stringMatching(/^error: .*--fresh/) });
  });
});

test('the command as it is published serves a stack', async () => {
  const { folder } = cdkProject({});
  const program = install(folder, { command: version });
  const { child, ended } = run(program, ['dev'], folder);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (more) => {
    output += more;
  });
  const url = await eventually(() => address(output));
  const response = await fetch(`${url}/write`, { method: 'POST' });
  const id = await response.text();
  await eventually(() => output.includes(`Subscriber | User ${id} has written.\n`));
  child.kill('SIGINT');
  expect(await ended).toEqual({ code: 0, errors: '' });
  expect(output).toMatch(/\nstopped\n$/);
});
