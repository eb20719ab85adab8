import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { CdkApp } from '../../src/cdk-app/cdk-app.ts';
import { eventually } from '../support/eventually.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/temporary-directory.ts';

const running: CdkApp[] = [];
afterEach(() => {
  for (const app of running.splice(0)) app.stop();
});
afterAll(removeTemporaryDirectories);

function start(files: Record<string, string>) {
  const project = temporaryDirectory();
  const write = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(project, name)), { recursive: true });
    writeFileSync(path.join(project, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const warnings: string[] = [];
  const app = new CdkApp(project, path.join(project, 'records'), (text) => warnings.push(text));
  running.push(app);
  const read = (name: string) =>
    existsSync(path.join(project, name)) ? readFileSync(path.join(project, name), 'utf8') : '';
  return { app, project, warnings, write, read };
}

/** Notes in a file that it has run. */
const notes = (word: string) => `require('node:fs').appendFileSync('log', '${word} ');`;

test('what the command compiles before the app is compiled before each run', async () => {
  const { app, project, read } = start({
    'compile.cjs': notes('compiled'),
    'app.cjs': notes('ran'),
  });
  const command = 'node compile.cjs && node app.cjs';
  await app.run({ command, project });
  app.prepare();
  expect(await app.run({ command, project })).toMatchObject({ status: 0 });
  expect(read('log')).toBe('compiled ran compiled ran ');
});

test('an app does not run when what has to run before it fails', async () => {
  const { app, project, read } = start({
    'compile.cjs': 'throw new TypeError("no such file")',
    'app.cjs': notes('ran'),
  });
  const result = await app.run({ command: 'node compile.cjs && node app.cjs', project });
  expect(result).toMatchObject({ status: 1, output: expect.stringContaining('no such file') });
  expect(read('log')).toBe('');
});

test('a type check runs after the app, and its errors are told once', async () => {
  const { app, project, warnings, write, read } = start({
    'node_modules/.bin/tsc': '#!/bin/sh\necho checked >> checks\ncat errors\ntest ! -s errors\n',
    'app.mts': "import fs from 'node:fs'; fs.appendFileSync('log', 'ran ');",
    errors: 'app.mts(1,1): error TS2304: Cannot find name.\n',
  });
  chmodSync(path.join(project, 'node_modules/.bin/tsc'), 0o755);
  const command = 'npx tsc && node app.mts';
  const checked = async (times: number) => {
    await app.run({ command, project });
    expect(read('checks')).toBe('checked\n'.repeat(times - 1));
    app.prepare();
    await eventually(() => read('checks') === 'checked\n'.repeat(times));
  };
  await checked(1);
  await eventually(() => warnings.length === 1);
  expect(warnings[0]).toBe(
    'npx tsc finds errors, and would refuse a deployment:\napp.mts(1,1): error TS2304: Cannot find name.',
  );
  await checked(2);
  write('errors', 'app.mts(2,1): error TS2304: Cannot find name.\n');
  await checked(3);
  await eventually(() => warnings.length === 2);
  expect(read('log')).toBe('ran ran ran ');
});

test('a process does not wait on when a file has changed that says how the app runs', async () => {
  const { app, project, write } = start({ 'app.cjs': 'console.log(process.env.LOADED ?? "anew")' });
  const command = 'node app.cjs';
  await app.run({ command, project });
  write('node_modules/constructs/package.json', '{ "jsii": {} }');
  app.prepare();
  app.notice(['package.json']);
  expect(await app.run({ command, project })).toMatchObject({ status: 0, output: 'anew\n' });
});
