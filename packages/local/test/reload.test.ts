import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { type LocalStack, startLocalStack } from '../src/index.ts';
import { writeAssembly } from './support/assembly.ts';
import { BUNDLES, fixtureTemplate } from './support/fixture-stack.ts';
import { removeTemporaryDirectories, temporaryDirectory } from './support/temporary-directory.ts';

const ROOT = path.join(import.meta.dirname, '../../..');

let started: LocalStack | undefined;
afterEach(() => started?.stop());
afterAll(removeTemporaryDirectories);

const HELLO = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: 'assets', S3Key: 'hello.zip' },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
  },
};

/** A stack whose function `Hello` is bundled by the app as `NodejsFunction` does it. */
async function start({ before = '', after = '', folder = '' } = {}) {
  const template = fixtureTemplate();
  const assembly = writeAssembly(
    { ...template, Resources: { ...template.Resources, Hello: HELLO } },
    { bundles: { ...BUNDLES, hello: '' } },
  );
  const project = temporaryDirectory();
  const save = (name: string, text: string) => {
    mkdirSync(path.dirname(path.resolve(project, name)), { recursive: true });
    writeFileSync(path.resolve(project, name), text);
    return { files: [name] };
  };
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
  const app = path.join(folder, 'app.cjs');
  save('cdk.json', JSON.stringify({ app: `node ${app}` }));
  save(
    app,
    `
    const { spawnSync } = require('node:child_process');
    const fs = require('node:fs');
    const path = require('node:path');
    fs.appendFileSync('runs', '.');
    require(path.resolve('constants.cjs'));
    const output = process.env.CDK_OUTDIR;
    fs.cpSync(${JSON.stringify(assembly)}, output, { recursive: true });
    const folder = path.join(output, 'asset.hello');
    ${before}
    const { status } = spawnSync('npx', ['--no-install', 'esbuild', '--bundle', path.resolve('src/hello.ts'),
      '--platform=node', '--outfile=' + path.join(folder, 'index.js')], { stdio: 'inherit' });
    if (status !== 0) throw new TypeError('no bundle');
    ${after}`,
  );
  save('constants.cjs', 'exports.NAME = "Ada";');
  save(
    'src/hello.ts',
    `import { greeting } from './greeting'; import { NAME } from '../constants.cjs';
    export const handler = async () => greeting + ', ' + NAME;`,
  );
  save('src/greeting.ts', 'export const greeting = "hello";');
  const stack = await startLocalStack({ project, data: path.join(project, 'data'), port: 0 });
  started = stack;
  return {
    stack,
    save,
    runs: () => readFileSync(path.join(project, 'runs'), 'utf8').length,
    place: (name: string) => path.join(project, name),
    hello: async () => {
      const result = await stack.functions.invoke('Hello', {});
      return result.ok ? JSON.parse(result.payload) : result.error;
    },
  };
}

test('a file that is only in a bundle makes that bundle again, without the app and with the data', async () => {
  const { stack, save, runs, hello } = await start();
  const written = await (await fetch(`${stack.url}/write`, { method: 'POST' })).text();
  expect(await hello()).toBe('hello, Ada');
  const saved = save('src/greeting.ts', 'export { greeting } from "./evening";');
  save('src/evening.ts', 'export const greeting: string = "good evening";');
  expect(await stack.reload(saved)).toEqual({ functions: ['Hello'] });
  expect(await hello()).toBe('good evening, Ada');
  // It is of the bundle from now on.
  const evening = save('src/evening.ts', 'export const greeting = "good night";');
  expect(await stack.reload(evening)).toEqual({ functions: ['Hello'] });
  expect(await hello()).toBe('good night, Ada');
  expect(runs()).toBe(1);
  const reader = await fetch(`${stack.url}/read/secret`);
  expect({ written: written !== '', reader: reader.status }).toEqual({
    written: true,
    reader: 200,
  });
});

test('an app runs again for a file of its own, for one that is in no bundle, and for one it does not know', async () => {
  const { stack, save, runs, hello } = await start();
  stack.prepareReload();
  const both = save('constants.cjs', 'exports.NAME = "Grace";');
  expect(await stack.reload(both)).toEqual({});
  expect(await hello()).toBe('hello, Grace');
  expect(await stack.reload(save('other.txt', ''))).toEqual({});
  expect(await stack.reload()).toEqual({});
  expect(runs()).toBe(4);
});

test('a bundle that esbuild refuses stays as it was, until the file is mended', async () => {
  const { stack, save, hello, runs } = await start();
  const broken = save('src/greeting.ts', 'export const greeting = "hello;');
  await expect(stack.reload(broken)).rejects.toMatchObject({
    code: 'BUILD_FAILED',
    message: 'esbuild refuses src/hello.ts',
    details: expect.stringContaining('src/greeting.ts:1:'),
  });
  expect(await hello()).toBe('hello, Ada');
  const mended = save('src/greeting.ts', 'export const greeting = "good evening";');
  expect(await stack.reload(mended)).toEqual({ functions: ['Hello'] });
  expect({ hello: await hello(), runs: runs() }).toEqual({ hello: 'good evening, Ada', runs: 1 });
});

test('after a failed run of the app it is the app that runs again, whatever is saved', async () => {
  const { stack, save, hello } = await start();
  const broken = save('constants.cjs', 'throw new TypeError("no such name");');
  await expect(stack.reload(broken)).rejects.toMatchObject({ code: 'SYNTH_FAILED' });
  save('constants.cjs', 'exports.NAME = "Grace";');
  const saved = save('src/greeting.ts', 'export const greeting = "good evening";');
  expect(await stack.reload(saved)).toEqual({});
  expect(await hello()).toBe('good evening, Grace');
});

test.each([
  ['before', { before: "spawnSync('bash', ['-c', 'touch generated']);" }],
  ['after', { after: "spawnSync('bash', ['-c', 'touch ' + folder + '/more']);" }],
])('an app runs again for a bundle that it does something else for %s', async (_, steps) => {
  const { stack, save, hello } = await start(steps);
  const saved = save('src/greeting.ts', 'export const greeting = "good evening";');
  expect(await stack.reload(saved)).toEqual({});
  expect(await hello()).toBe('good evening, Ada');
});

test('an app outside of the folder of cdk.json runs again for every file, as nobody knows what it loads', async () => {
  const { stack, save, hello } = await start({ folder: temporaryDirectory() });
  stack.prepareReload();
  const saved = save('src/greeting.ts', 'export const greeting = "good evening";');
  expect(await stack.reload(saved)).toEqual({});
  expect(await hello()).toBe('good evening, Ada');
});

test('an app in another language does not run for its functions, which the process of jsii has bundled', async () => {
  process.env.JSII_AGENT = 'Python/3.12.0';
  try {
    const { stack, save, hello, runs } = await start({ folder: temporaryDirectory() });
    const saved = save('src/greeting.ts', 'export const greeting = "good evening";');
    expect(await stack.reload(saved)).toEqual({ functions: ['Hello'] });
    expect({ hello: await hello(), runs: runs() }).toEqual({ hello: 'good evening, Ada', runs: 1 });
  } finally {
    delete process.env.JSII_AGENT;
  }
});

test('new code is run by the next invocation, while an earlier one ends with the old', async () => {
  const { stack, save, place } = await start();
  const saved = (text: string) =>
    save(
      'src/hello.ts',
      `import { existsSync } from 'node:fs';
      import { setImmediate } from 'node:timers/promises';
      export const handler = async ({ until }: { until: string }) => {
        while (!existsSync(until)) await setImmediate();
        return '${text}';
      };`,
    );
  const invoke = (until: string) => stack.functions.invoke('Hello', { until: place(until) });
  await stack.reload(saved('old'));
  expect(await invoke('app.cjs')).toMatchObject({ payload: '"old"' });
  const first = invoke('done');
  await stack.reload(saved('new'));
  expect(await invoke('app.cjs')).toMatchObject({ payload: '"new"' });
  save('done', '');
  expect(await first).toMatchObject({ payload: '"old"' });
  const later = await Promise.all([invoke('done'), invoke('done')]);
  expect(later.map((each) => each.ok && each.payload)).toEqual(['"new"', '"new"']);
});
