import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { removeTemporaryDirectories } from 'cdk-users-api-local/test/temporary-directory';
import { cdkProject, MAIN } from './support/project.ts';

afterAll(removeTemporaryDirectories);

interface Line {
  readonly type: string;
  readonly url?: string;
}

const documented = () => {
  const page = readFileSync(path.join(import.meta.dirname, '../../../docs/cli.md'), 'utf8');
  const [, types = ''] = /`type` is ([\s\S]*?)\. Errors/.exec(page) ?? [];
  return [...types.replace(/\([^)]*\)/g, '').matchAll(/`([\w-]+)`/g)].map(([, type]) => type);
};

test('dev --json prints an object a line from its start to its end, each of a type that the document has', async () => {
  const { folder, data } = cdkProject({});
  const child = spawn(process.execPath, [MAIN, 'dev', '--json', '--data', data], {
    cwd: folder,
    env: { ...process.env, PORT: '0' },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (more) => {
    output += more;
  });
  const lines = (): Line[] =>
    output
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  const said = (type: string) => lines().find((line) => line.type === type);
  const { url } = await eventually(() => said('ready'));
  await fetch(`${url}/write`, { method: 'POST', headers: { origin: 'http://localhost:5173' } });
  await fetch(`${url}/read/failure`);
  await eventually(() => said('output'));
  writeFileSync(path.join(folder, 'new.txt'), '');
  await eventually(() => said('reloaded'));
  writeFileSync(path.join(folder, 'app.cjs'), 'throw new TypeError("no such prop")');
  await eventually(() => said('not-reloaded'));
  child.kill('SIGINT');
  await once(child, 'close');

  const types = new Set(lines().map(({ type }) => type));
  expect([...types].sort()).toEqual(
    [
      ...['step', 'ready', 'request', 'event', 'output', 'failure', 'refusal'],
      ...['changed', 'reloaded', 'not-reloaded', 'stopped'],
    ].sort(),
  );
  expect(documented()).toEqual(expect.arrayContaining([...types]));
  expect(lines().at(-1)).toEqual({
    type: 'stopped',
    requests: expect.any(Number),
    overhead: expect.any(Number),
  });
});

/** A stack whose end-logins function needs two calls. */
async function stack() {
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST') {
      return response.end(JSON.stringify({ outputs: { UsersEndLoginsFunctionName: 'end' } }));
    }
    const { walk } = JSON.parse(await text(request));
    const answer =
      walk === undefined
        ? { keys: 2, users: 0, sessions: 0, next: [{ from: 1 }] }
        : { keys: 0, users: 3, sessions: 5, next: [] };
    return response.end(JSON.stringify(answer));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

async function endLogins(options: readonly string[]) {
  const { url, stop } = await stack();
  const child = spawn(process.execPath, [MAIN, 'end-logins', '--url', url, ...options]);
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  stop();
  return { output, code };
}

test('end-logins --json prints one object, and nothing else', async () => {
  const { output, code } = await endLogins(['--json']);
  expect({ code, result: JSON.parse(output) }).toEqual({
    code: 0,
    result: { keys: 2, users: 3, sessions: 5 },
  });
});

test('end-logins prints plain lines where nobody looks', async () => {
  expect(await endLogins([])).toEqual({
    code: 0,
    output:
      'keys: 2 replaced; no token of before is accepted after 5 minutes\nstored sessions: 5 ended, of 3 users\ndone\n',
  });
});
