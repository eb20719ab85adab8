import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openDataDirectory } from 'cdk-users-api-local/data-directory';
import { startHttpServer } from 'cdk-users-api-local/gateway/http-server';
import { eventually } from 'cdk-users-api-local/test/eventually';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { address, cdkProject, MAIN } from '../support/project.ts';

afterAll(removeTemporaryDirectories);

const BUILD = "require('node:fs').writeFileSync('built', '');";
const WAITS = "require('node:fs').writeFileSync('begun', ''); setInterval(() => {}, 1000);";

interface RunOptions {
  readonly project?: ReturnType<typeof cdkProject>;
  readonly env?: NodeJS.ProcessEnv;
  /** @default - the project's */
  readonly data?: string;
}

/** Runs `cdk-users-api dev` in a project. */
function run(
  args: string[] = [],
  { project = cdkProject({}), env = {}, data }: RunOptions = {},
): { child: ChildProcess; exit: Promise<unknown>; output: () => string } {
  const child = spawn(process.execPath, [MAIN, 'dev', '--data', data ?? project.data, ...args], {
    cwd: project.folder,
    env: { ...process.env, PORT: '0', ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  return { child, exit: once(child, 'close').then(([code]) => code), output: () => output };
}

/** A process that has ended can be kept in the table for its parent. */
function runs(pid: string): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('dev', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'serves until %s, then ends with 0 and takes all with it',
    async (signal) => {
      const { child, exit, output } = run();
      const url = await eventually(() => address(output()));
      const response = await fetch(`${url}/write`, { method: 'POST' });
      const id = await response.text();
      await eventually(() => output().includes(`Subscriber | User ${id} has written.\n`));
      expect(output()).toMatch(/^POST \/write 202 \d+ ms$/m);
      expect(output()).toContain(`event after-write ${id}\n`);
      expect(output()).not.toContain('top-secret');
      const environment = await (await fetch(`${url}/read/environment`)).json();
      child.kill(signal);
      expect(await exit).toBe(0);
      expect(output()).toMatch(/\nstopped\n$/);
      const { AWS_ENDPOINT_URL_DYNAMODB: engine } = environment as Record<string, string>;
      await expect(fetch(engine ?? '')).rejects.toThrow();
    },
  );

  test('says what it does, and how long it took', async () => {
    const project = cdkProject({ build: BUILD });
    const { child, exit, output } = run([], { project });
    await eventually(() => address(output()));
    expect(output()).toMatch(
      /^starting {6}DynamoDB\nbuilding {6}node build\.cjs\nsynthesising {2}node app\.cjs\nstarting {6}Fixture\n/,
    );
    expect(output()).toMatch(/\nstarted in \d+\.\d s\nready /);
    child.kill('SIGINT');
    await exit;
  });

  test('says once why the pages of an origin get no answers, and not for what only it serves', async () => {
    const { child, exit, output } = run();
    const url = await eventually(() => address(output()));
    const headers = { origin: 'http://localhost:5173' };
    await fetch(`${url}/_local/events`, { headers });
    await fetch(`${url}/write`, { method: 'POST', headers });
    await fetch(`${url}/write`, { method: 'POST', headers });
    child.kill('SIGINT');
    await exit;
    const warnings = output()
      .split('\n')
      .filter((line) => line.startsWith('warning:'));
    expect(warnings).toEqual([
      expect.stringMatching(
        /^warning: a page of http:\/\/localhost:5173 was refused \(POST \/write\): .*allowedOrigins/,
      ),
    ]);
  });

  test('counts a signal once that npm repeats', async () => {
    const { child, exit, output } = run();
    await eventually(() => address(output()));
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(output()).toMatch(/\nstopped\n$/);
  });

  test('takes its engine with it when it is killed', async () => {
    const { child, exit, output } = run();
    const url = await eventually(() => address(output()));
    const environment = await (await fetch(`${url}/read/environment`)).json();
    const { AWS_ENDPOINT_URL_DYNAMODB: engine } = environment as Record<string, string>;
    child.kill('SIGKILL');
    await exit;
    await eventually(() =>
      fetch(engine ?? '').then(
        () => false,
        () => true,
      ),
    );
  });

  test('takes the process with it that waits for the next save when it is killed', async () => {
    const project = cdkProject({});
    const pids = path.join(project.folder, 'pids');
    const notes = path.join(project.folder, 'notes.cjs');
    writeFileSync(
      notes,
      `if (/app\\.cjs$/.test(process.argv[1])) require('node:fs').appendFileSync(${JSON.stringify(pids)}, process.pid + ' ')`,
    );
    const { child, exit, output } = run([], {
      project,
      env: { NODE_OPTIONS: `--require ${JSON.stringify(notes)}` },
    });
    await eventually(() => address(output()));
    const started = () => readFileSync(pids, 'utf8').trim().split(' ');
    // The first has synthesised; one after it waits.
    await eventually(() => started().slice(1).some(runs));
    child.kill('SIGKILL');
    await exit;
    await eventually(() => !started().some(runs));
  });

  test('starts again on the data of one that was killed', async () => {
    const project = cdkProject({});
    const first = run([], { project });
    await eventually(() => address(first.output()));
    first.child.kill('SIGKILL');
    await first.exit;
    const second = run([], { project });
    await eventually(() => address(second.output()));
    second.child.kill('SIGINT');
    expect(await second.exit).toBe(0);
  });

  test.each([
    ['builds', { build: WAITS }],
    ['synthesises', { app: WAITS }],
  ])('ends at once when it is interrupted while it %s', async (_, scripts) => {
    const project = cdkProject(scripts);
    const { child, exit, output } = run([], { project });
    await eventually(() => existsSync(path.join(project.folder, 'begun')));
    child.kill('SIGINT');
    expect(await exit).toBe(0);
    expect(output()).toMatch(/\nstopped\n$/);
  });

  test('prints no colours where nobody sees them', async () => {
    const { child, exit, output } = run();
    await eventually(() => address(output()));
    child.kill('SIGINT');
    await exit;
    expect(output()).not.toContain('\u001b');
  });

  test('ends with one clear line when the app does not synthesise', async () => {
    const app = path.join(temporaryDirectory(), 'app.cts');
    writeFileSync(app, 'throw new TypeError("no such prop");');
    const { exit, output } = run(['--app', app]);
    expect(await exit).toBe(1);
    expect(output()).toContain('TypeError: no such prop');
    expect(output()).toMatch(
      /\n\nerror: the CDK app failed to synthesise \(tsx .*\): TypeError: no such prop\n$/,
    );
  });

  test('ends with one clear line when the build fails', async () => {
    const project = cdkProject({ build: 'throw new TypeError("no such file");' });
    const { exit, output } = run([], { project });
    expect(await exit).toBe(1);
    expect(output()).toContain('TypeError: no such file');
    expect(output()).toMatch(
      /\n\nerror: the build failed \(node build\.cjs\): TypeError: no such file\n$/,
    );
  });

  test('ends with one clear line when no engine answers', async () => {
    const project = cdkProject({ build: BUILD });
    const env = { DYNAMODB_ENDPOINT: 'http://127.0.0.1:9' };
    const { exit, output } = run([], { project, env });
    expect(await exit).toBe(1);
    expect(output()).toBe(
      'reaching      DynamoDB at http://127.0.0.1:9\nerror: no DynamoDB engine answers at http://127.0.0.1:9\n',
    );
    expect(existsSync(path.join(project.folder, 'built'))).toBe(false);
  });

  test('ends with 2 when there is no stack of that name', async () => {
    const { exit, output } = run(['--stack', 'Nope']);
    expect(await exit).toBe(2);
    expect(output()).toMatch(
      /\nerror: the app does not have stack Nope; it has Fixture \(--help shows the options\)\n$/,
    );
  });
});

describe('before it builds, dev', () => {
  const project = cdkProject({ build: BUILD });
  afterAll(() => expect(existsSync(path.join(project.folder, 'built'))).toBe(false));

  test('ends with one clear line when the port is taken', async () => {
    const other = await startHttpServer(0);
    const { exit, output } = run([], { project, env: { PORT: String(other.port) } });
    expect(await exit).toBe(1);
    expect(output()).toBe(
      `error: port ${other.port} is taken by another program; choose another one, as in --port 3001\n`,
    );
    other.stop();
  });

  test('ends with one clear line when the data is in use', async () => {
    const other = openDataDirectory(project.data);
    const { exit, output } = run([], { project });
    expect(await exit).toBe(1);
    expect(output()).toBe(
      `error: ${project.data} is in use by process ${process.pid}; stop it, or choose another folder with --data\n`,
    );
    other.release();
  });

  test('ends with one clear line when the data cannot be written', async () => {
    const data = path.join(project.folder, 'cdk.json', 'data');
    const { exit, output } = run([], { project, data });
    expect(await exit).toBe(1);
    expect(output()).toBe(
      `error: cannot write to ${data} (ENOTDIR); choose another folder with --data\n`,
    );
  });

  test.each([[], ['--https']])('leaves nothing in a folder without an app: %j', async (...more) => {
    const folder = temporaryDirectory();
    const data = path.join(folder, 'data');
    const { exit, output } = run(more, { project: { folder, data } });
    expect(await exit).toBe(1);
    expect(output()).toMatch(/^error: .*cdk\.json names no app: run this in .*\n$/);
    expect(existsSync(data)).toBe(false);
  });

  test('refuses a file that is not there, and an endpoint that is no URL', async () => {
    const data = path.join(temporaryDirectory(), 'data');
    const app = run(['--app', 'missing.ts'], { project, data });
    expect(await app.exit).toBe(2);
    expect(app.output()).toMatch(/^error: there is no file .*missing\.ts: --app names .*\n$/);
    expect(existsSync(data)).toBe(false);
    const endpoint = run(['--dynamodb-endpoint', 'nonsense'], { project });
    expect(await endpoint.exit).toBe(2);
    expect(endpoint.output()).toMatch(
      /^error: option '--dynamodb-endpoint <url>' argument 'nonsense' is invalid\. It has to begin with http.*\n$/,
    );
  });

  test('shows its options', async () => {
    const help = run(['--help'], { project });
    expect(await help.exit).toBe(0);
    expect(help.output()).toContain('--fresh');
  });

  test('refuses other options, and an invalid port', async () => {
    const wrong = run(['--frehs'], { project });
    expect(await wrong.exit).toBe(2);
    expect(wrong.output()).toBe(
      "error: unknown option '--frehs'; did you mean --fresh? (--help shows the options)\n",
    );
    const port = run([], { project, env: { PORT: 'many' } });
    expect(await port.exit).toBe(2);
    expect(port.output()).toBe(
      "error: option '--port <number>' value 'many' from env 'PORT' is invalid. It has to be a number from 0 to 65535. (--help shows the options)\n",
    );
  });
});
