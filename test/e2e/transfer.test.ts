import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { PASSWORD } from '../support/passwords.ts';
import { Client, newEmail } from './support/client.ts';
import { COMMAND } from './support/command.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn, shared } from './support/start.ts';
import { StoredItems } from './support/stored-items.ts';

let system: ProxiedSystem;
let client: Client;
let folder: string;
/** Of `PASSWORD`. */
let hash: string;

runOn(
  shared(async () => startProxiedSystem({ app: 'test/apps/transfer.ts' })),
  (started) => {
    system = started;
    client = new Client(system);
  },
);
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'transfer-'));
  const items = new StoredItems(system);
  hash = await items.passwordHash((await client.register()).email);
  items.stop();
});
afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));
afterAll(() => rm(folder, { recursive: true, force: true }));

type Line = Readonly<Record<string, unknown>>;

const linesOf = (content: string): Line[] =>
  content.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
const read = async (file: string) => linesOf(await readFile(file, 'utf8'));

async function fileOf(name: string, lines: readonly Line[]): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
}

function start(command: string, file: string, ...options: string[]): ChildProcess {
  const args = [COMMAND, command, file, '--url', system.stack.url, ...options];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs a command to its end. */
async function run(command: string, file: string, ...options: string[]) {
  const child = start(command, file, '--json', ...options);
  if (child.stdout === null || child.stderr === null) throw new Error('there is no output');
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, errors, said: output === '' ? undefined : JSON.parse(output) };
}

test('users come with their hashes, flags and custom fields, sign in, and raise no event', async () => {
  const email = newEmail();
  const given = {
    ...{ email, password_hash: hash, nickname: 'Ada' },
    ...{ is_verified: true, is_superuser: true },
    created_at: '2019-05-01T12:00:00Z',
  };
  const without = newEmail();
  const file = await fileOf('hashes.ndjson', [given, { email: without }]);
  const { code, said } = await run('import-users', file);
  expect({ code, said }).toMatchObject({
    code: 0,
    said: { imported: 2, present: 0, rejected: {}, ignored: [], left: 0 },
  });
  const token = await client.token(email);
  const { json: me } = await client.send('GET', '/me', { token });
  expect(me).toMatchObject({
    ...{ email, nickname: 'Ada', is_active: true, is_verified: true, is_superuser: true },
    created_at: '2019-05-01T12:00:00.000Z',
  });
  expect(me.id.slice(0, 13)).toBe('016a7344-0a00');

  const own = await client.send('GET', '/me/export', { token });
  expect(own.json).toMatchObject({ user: me, sessions: [] });
  expect(own.json).not.toHaveProperty('last_event');

  expect((await client.login(without)).status).toBe(400);
  const json = { token: await client.resetToken(without), password: PASSWORD };
  expect((await client.send('POST', '/reset-password', { json })).status).toBe(200);
  expect((await client.login(without)).status).toBe(200);

  const last = await client.register();
  await client.event('after-register', ({ id }) => id === last.id);
  const registered = (await system.events()).filter(
    (event) => event['detail-type'] === 'after-register',
  );
  expect(JSON.stringify(registered)).not.toContain(email);
});

test('users raise after-register if the operator asks for it', async () => {
  const email = newEmail();
  const file = await fileOf('events.ndjson', [{ email }]);
  expect((await run('import-users', file, '--events')).code).toBe(0);
  const event = await client.event('after-register', (user) => user.email === email);
  expect(event.detail).toMatchObject({ actor: { id: null, by: 'operator' } });
});

test('what is not imported is in a file, with line and reason, and can be corrected', async () => {
  const taken = await client.register();
  const lines = [
    { email: newEmail() },
    { email: taken.email },
    { email: 'nobody' },
    { email: newEmail(), password_hash: '$9$unknown' },
    { email: newEmail(), nickname: 7 },
  ];
  const file = await fileOf('rejects.ndjson', lines);
  await writeFile(file, `${await readFile(file, 'utf8')}{"email": \n`);
  const { code, errors, said } = await run('import-users', file);
  const rejects = `${file}.rejects.ndjson`;
  expect({ code, errors }).toEqual({
    code: 1,
    errors: `error: 5 of 6 lines were not imported (EMAIL_TAKEN 1, INVALID_FIELDS 2, UNKNOWN_HASH 1, INVALID_JSON 1): ${rejects} has them\n`,
  });
  expect(said).toMatchObject({ imported: 1, error: expect.stringContaining('5 of 6 lines') });
  const rejected = await read(rejects);
  expect(rejected.map(({ line, reason, user }) => ({ line, reason, user }))).toEqual([
    { line: 2, reason: 'EMAIL_TAKEN', user: lines[1] },
    { line: 3, reason: 'INVALID_FIELDS', user: lines[2] },
    { line: 4, reason: 'UNKNOWN_HASH', user: lines[3] },
    { line: 5, reason: 'INVALID_FIELDS', user: lines[4] },
    { line: 6, reason: 'INVALID_JSON', user: undefined },
  ]);
  expect((await stat(rejects)).mode & 0o777).toBe(0o600);

  const corrected = await fileOf('corrected.ndjson', [{ ...lines[4], nickname: 'seven' }]);
  expect((await run('import-users', corrected)).said).toMatchObject({ imported: 1 });
});

async function exported(name: string): Promise<Line[]> {
  const file = path.join(folder, `${name}-exported.ndjson`);
  expect(await run('export-users', file)).toMatchObject({ code: 0 });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  return read(file);
}

test('an export gives what was imported, in the same format', async () => {
  const given = {
    id: '018f1234-0000-7000-8000-0000000abcde',
    email: newEmail(),
    password_hash: hash,
    is_active: false,
    is_superuser: false,
    is_verified: true,
    created_at: '2019-05-01T12:00:00.000Z',
    updated_at: '2020-05-01T12:00:00.000Z',
    nickname: 'Ada',
  };
  const file = await fileOf('again.ndjson', [given]);
  await run('import-users', file);
  const lines = await exported('again');
  expect(lines.filter(({ id }) => id === given.id)).toEqual([given]);

  const copy = await fileOf('copy.ndjson', lines);
  expect((await run('import-users', copy)).said).toMatchObject({
    ...{ imported: 0, present: lines.length, rejected: {} },
  });
  const { code, errors } = await run('export-users', copy);
  expect({ code, errors }).toEqual({
    code: 1,
    errors: `error: ${copy} is there: name a new file\n`,
  });
});

test('an import that is killed goes on where it was, and every line counts once', async () => {
  const count = 1_000;
  const emails = Array.from({ length: count }, newEmail);
  const lines = emails.map((email, index) =>
    index % 100 === 99 ? { email: 'nobody' } : { email, password_hash: hash },
  );
  const file = await fileOf('killed.ndjson', lines);
  const noted = `${file}.progress.json`;
  const child = start('import-users', file);
  await eventually(
    async () => existsSync(noted) && JSON.parse(await readFile(noted, 'utf8')).lines > 0,
    'the first lines',
  );
  child.kill('SIGKILL');
  await once(child, 'close');
  const before = JSON.parse(await readFile(noted, 'utf8'));
  expect(before.lines).toBeLessThan(count);

  const { code, said } = await run('import-users', file);
  expect(code).toBe(1);
  expect(said.users).toBe(count - before.lines);
  expect({ ...said, imported: said.imported + said.present }).toMatchObject({
    imported: count * 0.99,
    rejected: { INVALID_FIELDS: count / 100 },
    left: 0,
  });
  const rejected = await read(`${file}.rejects.ndjson`);
  expect(rejected.map(({ line }) => line)).toEqual(
    Array.from({ length: count / 100 }, (_, index) => (index + 1) * 100),
  );

  const nothing = await run('import-users', file);
  expect(nothing.said).toMatchObject({ users: 0, left: 0 });
  const table = new Set((await exported('killed')).map(({ email }) => email));
  expect(emails.filter((email, index) => index % 100 !== 99 && !table.has(email))).toEqual([]);
}, 120_000);

test('an import that is interrupted stops by itself, and the file may grow meanwhile', async () => {
  const lines = Array.from({ length: 1_200 }, () => ({ email: newEmail() }));
  const file = await fileOf('interrupted.ndjson', lines);
  const child = start('import-users', file, '--json');
  const output = text(child.stdout as NonNullable<typeof child.stdout>);
  const noted = `${file}.progress.json`;
  await eventually(async () => existsSync(noted), 'the beginning');
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  expect({ code, said: JSON.parse(await output) }).toMatchObject({
    code: 0,
    said: { stopped: true },
  });
  await writeFile(
    file,
    `${await readFile(file, 'utf8')}${JSON.stringify({ email: newEmail() })}\n`,
  );
  const { said } = await run('import-users', file);
  // A write whose answer was lost on a busy machine is there when it is sent again.
  expect({ all: said.imported + said.present, left: said.left }).toEqual({ all: 1_201, left: 0 });

  await writeFile(file, `${JSON.stringify({ email: newEmail() })}\n`);
  const { code: changed, errors } = await run('import-users', file);
  expect({ changed, errors }).toEqual({
    changed: 1,
    errors: expect.stringMatching(/is another one than was imported up to line 1201: .*--restart/),
  });
  expect((await run('import-users', file, '--restart')).said).toMatchObject({ imported: 1 });
}, 120_000);

test('the functions may do only what they do', () => {
  const { permissions } = system;
  const grants = permissions.unused().filter((grant) => /^Users(Import|Export)Users/.test(grant));
  expect(grants.filter((grant) => !grant.includes('logs:'))).toEqual([]);
});
