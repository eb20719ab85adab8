/**
 * `npm run bench:import`: how long an import of 100,000 users takes on this machine, killed half way and gone on with, and an
 * export of them; then some of them sign in. Needs `npm run bundle`. With `DYNAMODB_ENDPOINT` on that engine.
 *
 * `-- 1000` takes another number of users.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { finished } from 'node:stream/promises';
import { setTimeout as after } from 'node:timers/promises';
import bcrypt from 'bcryptjs';
import { startLocalStack } from 'cdk-users-api-local';

const PROJECT = path.join(import.meta.dirname, '..');
const COMMAND = path.join(PROJECT, 'packages/cli/src/main.ts');
const PASSWORD = 'correct horse battery';
const [count = '100000'] = process.argv.slice(2);
const users = Number(count);

const data = await mkdtemp(path.join(tmpdir(), 'bench-'));
const file = path.join(data, 'users.ndjson');
const { DYNAMODB_ENDPOINT: dynamodbEndpoint } = process.env;
const stack = await startLocalStack({
  project: PROJECT,
  data: path.join(data, 'stack'),
  port: 0,
  app: 'test/apps/transfer.ts',
  ...(dynamodbEndpoint !== undefined && { dynamodbEndpoint }),
});

const emailOf = (number: number) => `user-${number}@example.com`;

/** A year of registrations, all with one password: a hash is made once and verified at a few logins. */
async function writeUsers(): Promise<void> {
  const password_hash = await bcrypt.hash(PASSWORD, 10);
  const output = createWriteStream(file);
  for (let number = 0; number < users; number++) {
    const created_at = new Date(Date.UTC(2025, 0, 1) + (number / users) * 365 * 86_400_000);
    const user = { email: emailOf(number), password_hash, is_verified: true, created_at };
    if (!output.write(`${JSON.stringify({ ...user, nickname: `User ${number}` })}\n`)) {
      await once(output, 'drain');
    }
  }
  output.end();
  await finished(output);
}

function start(command: string, name: string): ChildProcess {
  const args = [COMMAND, command, name, '--url', stack.url];
  return spawn(process.execPath, args, { stdio: 'inherit' });
}

async function linesDone(): Promise<number> {
  const noted = `${file}.progress.json`;
  return existsSync(noted) ? JSON.parse(await readFile(noted, 'utf8')).lines : 0;
}

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  console.log(`${what}: ${seconds.toFixed(1)} s`);
}

async function run(command: string, name: string): Promise<void> {
  const [code] = await once(start(command, name), 'close');
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
}

try {
  await stack.made;
  await writeUsers();
  await timed('first half, until it was killed', async () => {
    const child = start('import-users', file);
    while ((await linesDone()) < users / 2) await after(50);
    child.kill('SIGKILL');
    await once(child, 'close');
  });
  await timed('the rest', () => run('import-users', file));
  const exported = path.join(data, 'exported.ndjson');
  await timed('export', () => run('export-users', exported));
  const emails = new Set<string>();
  for await (const line of createInterface(createReadStream(exported))) {
    emails.add(JSON.parse(line).email);
  }
  const missing = Array.from({ length: users }, (_, number) => emailOf(number)).filter(
    (email) => !emails.has(email),
  );
  console.log(`${emails.size} users, ${missing.length} missing`);
  for (const number of [0, Math.floor(users / 2), users - 1]) {
    const body = new URLSearchParams({ username: emailOf(number), password: PASSWORD });
    const { status } = await fetch(`${stack.url}/users/login/jwt`, { method: 'POST', body });
    console.log(`login of ${emailOf(number)}: ${status}`);
  }
} finally {
  await stack.stop();
  await rm(data, { recursive: true, force: true });
}
