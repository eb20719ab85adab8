import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { WaitingApp } from '../../src/cdk-app/waiting-app.ts';
import { eventually } from '../support/eventually.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/temporary-directory.ts';

let waiting: WaitingApp | undefined;
afterEach(() => waiting?.stop());
afterAll(removeTemporaryDirectories);

const PRINTS =
  'console.log(JSON.stringify([require("./greeting.cjs"), process.env.NAME, process.env.NODE_OPTIONS]))';

function start({ app = PRINTS, command = 'node app.cjs', modules = [] as string[] } = {}) {
  const project = temporaryDirectory();
  const write = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(project, name)), { recursive: true });
    writeFileSync(path.join(project, name), text);
  };
  write('greeting.cjs', 'module.exports = "hello";');
  write('app.cjs', app);
  write('node_modules/tool/tool.cjs', 'console.log("a tool")');
  write('node_modules/constructs/package.json', '{ "jsii": {} }');
  write('node_modules/constructs/index.js', 'console.log("loaded")');
  const folder = path.join(project, 'records');
  const paths = modules.map((name) => path.join(project, name));
  const made = new WaitingApp({ command, project, folder, modules: paths });
  waiting = made;
  return { waiting: made, write, project };
}

test('an app that waits is run as its files and its environment are when it goes on', async () => {
  const { waiting: app, write } = start();
  await eventually(() => app.waits);
  write('greeting.cjs', 'module.exports = "good evening";');
  const result = await app.run({ NAME: 'Ada' });
  // What the app itself runs neither waits nor records.
  const { NODE_OPTIONS = null } = process.env;
  expect(result).toMatchObject({
    status: 0,
    output: `${JSON.stringify(['good evening', 'Ada', NODE_OPTIONS])}\n`,
  });
});

test('an app goes on at once if it is told to before it waits', async () => {
  const { waiting: app } = start();
  const result = await app.run({ NAME: 'Ada' });
  expect(result?.output).toContain('["hello","Ada"');
});

test('an app that waits has loaded its constructs, and says what it is made of', async () => {
  const constructs = 'node_modules/constructs/index.js';
  const { waiting: app, project } = start({
    app: `require('constructs'); console.log('began'); ${PRINTS}`,
    modules: ['node_modules/removed/index.js', constructs],
  });
  const result = await app.run({});
  expect(result?.output).toMatch(/^loaded\nbegan\n/);
  expect(result?.recording.modules).toEqual([path.join(project, constructs)]);
  expect([...(result?.recording.files ?? [])]).toEqual(
    ['app.cjs', 'greeting.cjs'].map((name) => path.join(project, name)),
  );
});

test('a command that runs no file of the project has not waited, and nothing is known of it', async () => {
  const { waiting: app } = start({ command: 'node node_modules/tool/tool.cjs' });
  expect(await app.run({})).toBeUndefined();
});

test('an app that waits can fail', async () => {
  const { waiting: app } = start({ app: 'throw new TypeError("no such prop")' });
  const result = await app.run({});
  expect(result).toMatchObject({ status: 1, output: expect.stringContaining('no such prop') });
});

test('an app that waits is killed with all that runs it', async () => {
  const { waiting: app, project } = start({
    app: 'require("node:fs").writeFileSync("begun", ""); setInterval(() => {}, 1000)',
    command: 'true && node app.cjs',
  });
  const stopping = new AbortController();
  const result = app.run({}, stopping.signal);
  await eventually(() => existsSync(path.join(project, 'begun')));
  stopping.abort();
  // Not before everything that holds its output has ended.
  expect(await result).toMatchObject({ status: null });
});
