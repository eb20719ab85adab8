import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { removeTemporaryDirectories } from 'cdk-users-api-local/test/temporary-directory';
import { ancestors } from '../../src/dev/parents.ts';
import { address, cdkProject, MAIN } from '../support/project.ts';

const started: ChildProcess[] = [];

afterAll(() => {
  for (const { pid } of started) {
    try {
      process.kill(-Number(pid), 'SIGKILL');
    } catch {
      // All of the group has ended, as it should.
    }
  }
  removeTemporaryDirectories();
});

/** A project whose `npm start` runs a stack, and a command line that is run in it. */
async function start(command: string) {
  const { folder, data } = cdkProject({});
  const program = [process.execPath, MAIN, 'dev', '--data', data].map((word) =>
    JSON.stringify(word),
  );
  const scripts = { start: program.join(' ') };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ scripts }));
  const bin = path.join(folder, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(path.join(bin, 'server'), `#!/bin/sh\n${scripts.start}\n`, { mode: 0o755 });
  const log = path.join(folder, 'log');
  const child = spawn('/bin/sh', ['-c', `exec > log 2>&1; ${command}`], {
    cwd: folder,
    env: { ...process.env, PORT: '0' },
    // A group of its own, as a terminal gives to each command line.
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(child);
  const output = () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
  const url = await eventually(() => address(output()));
  const environment = await (await fetch(`${url}/read/environment`)).json();
  const { AWS_ENDPOINT_URL_DYNAMODB: engine = '' } = environment as Record<string, string>;
  return {
    child,
    output,
    url,
    /** Which of what the server holds is still held. */
    held: async () => ({
      port: await answers(url),
      lock: existsSync(path.join(data, 'lock')),
      engine: await answers(engine),
    }),
  };
}

/** Not by `fetch`, which refuses the port of the engine as browsers do. */
const answers = (url: string) =>
  new Promise<boolean>((resolve) => {
    const asked = request(url, (response) => {
      response.resume();
      resolve(true);
    });
    asked.on('error', () => resolve(false)).end();
  });

const NOTHING = { port: false, lock: false, engine: false };

async function ends({ held, output }: Awaited<ReturnType<typeof start>>): Promise<void> {
  await eventually(async () => !Object.values(await held()).some(Boolean));
  expect(await held()).toEqual(NOTHING);
  expect(output()).toMatch(/\nstopped\n$/);
}

test('the ancestors of a process are those in its group, without the one that made the group', () => {
  const processes = new Map([
    [30, { parent: 20, group: 10 }],
    [20, { parent: 10, group: 10 }],
    [10, { parent: 5, group: 10 }],
    [5, { parent: 1, group: 5 }],
  ]);
  const look = (pid: number) => processes.get(pid);
  expect(ancestors(30, look)).toEqual([20, 10]);
  expect(ancestors(5, look)).toEqual([]);
  expect(ancestors(99, look)).toEqual([]);
});

describe('a server ends by itself, and leaves nothing,', () => {
  test.each([
    ['npm', 'SIGTERM', 'npm start'],
    ['npm', 'SIGKILL', 'npm start'],
    ['npx', 'SIGTERM', 'npx --no-install server'],
    ['npx', 'SIGKILL', 'npx --no-install server'],
  ] as const)('when %s gets %s', async (_, signal, command) => {
    const server = await start(`exec ${command}`);
    expect(await server.held()).toEqual({ port: true, lock: true, engine: true });
    server.child.kill(signal);
    await ends(server);
  });

  test.each([
    ['in the background', 'npm start & wait'],
    ['in the foreground', 'npm start; true'],
  ])('when the script is killed that runs npm %s', async (_, script) => {
    const server = await start(script);
    server.child.kill('SIGKILL');
    await ends(server);
  });
});
