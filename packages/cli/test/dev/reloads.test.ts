import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { writeAssembly } from 'cdk-users-api-local/test/assembly';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { BUNDLES, fixtureTemplate } from 'cdk-users-api-local/test/fixture-stack';
import { removeTemporaryDirectories } from 'cdk-users-api-local/test/temporary-directory';
import { address, cdkProject, MAIN } from '../support/project.ts';

let started: ChildProcess | undefined;
afterEach(() => void started?.kill('SIGKILL'));
afterAll(removeTemporaryDirectories);

/** A project whose app adds what is in `greeting.txt` to its outputs. */
async function start() {
  const assembly = writeAssembly(fixtureTemplate(), { bundles: BUNDLES });
  const app = `
    const { cpSync, readFileSync, writeFileSync } = require('node:fs');
    const path = require('node:path');
    cpSync(${JSON.stringify(assembly)}, process.env.CDK_OUTDIR, { recursive: true });
    const greeting = readFileSync('greeting.txt', 'utf8');
    if (greeting === 'broken') throw new TypeError('no such greeting');
    const { artifacts } = JSON.parse(readFileSync(path.join(process.env.CDK_OUTDIR, 'manifest.json')));
    const { templateFile } = Object.values(artifacts).find(({ type }) => type === 'aws:cloudformation:stack').properties;
    const file = path.join(process.env.CDK_OUTDIR, templateFile);
    const template = JSON.parse(readFileSync(file));
    template.Outputs = { ...template.Outputs, Greeting: { Value: greeting } };
    writeFileSync(file, JSON.stringify(template));
  `;
  const { folder, data } = cdkProject({ app });
  const save = (text: string) => writeFileSync(path.join(folder, 'greeting.txt'), text);
  save('hello');
  const child = spawn(process.execPath, [MAIN, 'dev', '--data', data], {
    cwd: folder,
    env: { ...process.env, PORT: '0' },
  });
  started = child;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (more) => {
      output += more;
    });
  }
  const url = await eventually(() => address(output));
  const greeting = async () => {
    const stack = (await (await fetch(`${url}/_local/stack`)).json()) as { outputs: object };
    return (stack.outputs as { Greeting: string }).Greeting;
  };
  return {
    url,
    save,
    greeting,
    output: () => output,
    async stop() {
      child.kill('SIGINT');
      const [code] = await once(child, 'close');
      return code;
    },
  };
}

test('a source that is saved is live, with the data, the events and the URL of before', async () => {
  const stack = await start();
  const written = await (await fetch(`${stack.url}/write`, { method: 'POST' })).text();
  await eventually(() => stack.output().includes(`User ${written} has written.`));
  const before = (await (await fetch(`${stack.url}/_local/events`)).json()) as unknown[];
  stack.save('good evening');
  await eventually(async () => (await stack.greeting()) === 'good evening');
  await eventually(() => stack.output().includes('reloaded in '));
  expect(await (await fetch(`${stack.url}/_local/events`)).json()).toEqual(before);
  const again = await (await fetch(`${stack.url}/write`, { method: 'POST' })).text();
  await eventually(() => stack.output().includes(`User ${again} has written.`));
  expect(stack.output()).toMatch(/\nreloading {5}greeting\.txt\n/);
  expect(await stack.stop()).toBe(0);
});

test('a stack goes on as it was when its app fails, and reloads once it works again', async () => {
  const stack = await start();
  stack.save('broken');
  await eventually(() => stack.output().includes('; the stack goes on as it was\n'));
  expect(stack.output()).toContain('TypeError: no such greeting');
  expect(await stack.greeting()).toBe('hello');
  stack.save('hello again');
  await eventually(async () => (await stack.greeting()) === 'hello again');
  expect(await stack.stop()).toBe(0);
});
