import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { startHttpServer } from '../src/gateway/http-server.ts';
import { writeAssembly } from './support/assembly.ts';
import { eventually } from './support/eventually.ts';
import { BUNDLES, fixtureTemplate } from './support/fixture-stack.ts';
import { removeTemporaryDirectories, temporaryDirectory } from './support/temporary-directory.ts';

const MAIN = path.join(import.meta.dirname, '../src/main.ts');

afterAll(removeTemporaryDirectories);

/** Runs `npm start`'s command with an app that hands out a finished assembly. */
function run(
  args: string[] = [],
  { app = goodApp(), data = temporaryDirectory(), env = {} } = {},
): { child: ChildProcess; exit: Promise<unknown>; output: () => string } {
  const child = spawn(process.execPath, [MAIN, '--app', app, '--data', data, ...args], {
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

function goodApp(): string {
  const assembly = writeAssembly(fixtureTemplate(), {
    bundles: BUNDLES,
  });
  return appFile(
    `require('node:fs').cpSync(${JSON.stringify(assembly)}, process.env.CDK_OUTDIR, { recursive: true });`,
  );
}

function appFile(code: string): string {
  const file = path.join(temporaryDirectory(), 'app.cts');
  writeFileSync(file, code);
  return file;
}

const address = (text: string) => /^ready (http:\/\/127\.0\.0\.1:\d+)$/m.exec(text)?.[1];

describe('npm start', () => {
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
      const { AWS_ENDPOINT_URL_DYNAMODB: engine } = environment as Record<string, string>;
      await expect(fetch(engine ?? '')).rejects.toThrow();
    },
  );

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

  test('starts again on the data of one that was killed', async () => {
    const data = temporaryDirectory();
    const first = run([], { data });
    await eventually(() => address(first.output()));
    first.child.kill('SIGKILL');
    await first.exit;
    const second = run([], { data });
    await eventually(() => address(second.output()));
    second.child.kill('SIGINT');
    expect(await second.exit).toBe(0);
  });

  test('ends at once when it is interrupted before it is ready', async () => {
    const started = path.join(temporaryDirectory(), 'started');
    const { child, exit } = run([], {
      app: appFile(
        `require('node:fs').writeFileSync(${JSON.stringify(started)}, ''); setInterval(() => {}, 1000);`,
      ),
    });
    const { existsSync } = await import('node:fs');
    await eventually(() => existsSync(started));
    child.kill('SIGINT');
    expect(await exit).toBe(0);
  });

  test('prints no colours where nobody sees them', async () => {
    const { child, exit, output } = run();
    await eventually(() => address(output()));
    child.kill('SIGINT');
    await exit;
    expect(output()).not.toContain('\u001b');
  });

  test('ends with one clear line when the app does not synthesise', async () => {
    const app = appFile('throw new TypeError("no such prop");');
    const { exit, output } = run([], { app });
    expect(await exit).toBe(1);
    expect(output()).toContain('TypeError: no such prop');
    expect(output()).toMatch(/\n\nerror: the CDK app failed to synthesise: tsx .*\n$/);
  });

  test('ends with one clear line when the port is taken', async () => {
    const other = await startHttpServer(0);
    const { exit, output } = run([], { env: { PORT: String(other.port) } });
    expect(await exit).toBe(1);
    expect(output()).toBe(
      `error: port ${other.port} is taken by another program; choose another one, as in PORT=3001 npm start\n`,
    );
    other.stop();
  });

  test('ends with one clear line when no engine answers', async () => {
    const { exit, output } = run([], { env: { DYNAMODB_ENDPOINT: 'http://127.0.0.1:9' } });
    expect(await exit).toBe(1);
    expect(output()).toBe('error: no DynamoDB engine answers at http://127.0.0.1:9\n');
  });

  test('shows its options, and refuses others', async () => {
    const help = run(['--help']);
    expect(await help.exit).toBe(0);
    expect(help.output()).toContain('--fresh');
    const wrong = run(['--frehs']);
    expect(await wrong.exit).toBe(2);
    expect(wrong.output()).toMatch(/^error: Unknown option '--frehs'.*--help shows the options/);
    const port = run([], { env: { PORT: 'many' } });
    expect(await port.exit).toBe(2);
    expect(port.output()).toMatch(/^error: PORT must be a number from 0 to 65535, not many/);
  });
});
