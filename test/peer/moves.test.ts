import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { codeBlocks } from '../docs/markdown.ts';
import { COMMAND } from '../e2e/support/command.ts';
import { type LocalSystem, startLocalSystem } from '../e2e/support/local-system.ts';
import { hashingModules, hashingPython } from '../support/password-hashes/libraries.ts';
import { OTHER_PASSWORD, PASSWORD } from '../support/passwords.ts';
import { peerPython } from './support/tools.ts';

const run = promisify(execFile);

const MAKERS = path.join(import.meta.dirname, 'moves');

/** Users who register in the other system. */
const ADA = { email: 'ada@example.com', password: PASSWORD };
const GRACE = { email: 'grace@example.com', password: OTHER_PASSWORD };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'moves-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The script of a page, as a file beside what it reads. */
async function scriptOf(page: string, language: 'python' | 'js', place = folder): Promise<string> {
  const blocks = await codeBlocks(`docs/migrate/${page}`);
  const script = blocks.find((block) => block.language === language);
  const file = path.join(place, language === 'js' ? 'export.mjs' : 'export_users.py');
  await writeFile(file, script?.code ?? '');
  return file;
}

/** The users of a file, one a line. */
const linesOf = (ndjson: string): readonly Record<string, unknown>[] =>
  ndjson
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('users move', () => {
  let system: LocalSystem;
  beforeAll(async () => {
    system = await startLocalSystem({ app: 'test/apps/moved.ts' });
  });
  afterAll(() => system?.stop());

  /** Imports the users as the page says, and looks what each gets with the own password and another one. */
  async function moved(ndjson: string, users: readonly (typeof ADA)[]) {
    const file = path.join(folder, 'users.ndjson');
    await writeFile(file, ndjson);
    await run(process.execPath, [COMMAND, 'import-users', file, '--url', system.stack.url]);
    const login = async (username: string, password: string) => {
      const body = new URLSearchParams({ username, password });
      return fetch(`${system.origin}/auth/jwt/login`, { method: 'POST', body });
    };
    const answers = users.map(async ({ email, password }) => {
      const wrong = await login(email, `${password}.`);
      const right = await login(email, password);
      const { access_token: token } = (await right.json()) as { access_token?: string };
      const me = await fetch(`${system.origin}/users/me`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return { wrong: wrong.status, right: right.status, user: await me.json() };
    });
    return Promise.all(answers);
  }

  const loggedIn = (user: object) => ({
    wrong: 400,
    right: 200,
    user: expect.objectContaining(user),
  });

  test('from FastAPI Users on SQLite, with the hashes of today and of before version 13', async () => {
    const [ada, grace] = [
      { ...ADA, email: 'ada@fastapi.example.com', is_verified: true, hashed: 'now' },
      { ...GRACE, email: 'grace@fastapi.example.com', hashed: 'before version 13' },
    ];
    const [python, database] = [await peerPython(), path.join(folder, 'app.db')];
    const maker = path.join(MAKERS, 'of_fastapi_users.py');
    await run(python, [maker, database, JSON.stringify([ada, grace])]);
    const script = await scriptOf('from-fastapi-users.md', 'python');
    const { stdout } = await run(python, [script, `sqlite:///${database}`]);
    const [first] = linesOf(stdout);
    expect(await moved(stdout, [ada, grace])).toEqual([
      loggedIn({ id: first?.id, email: ada.email, is_verified: true, is_superuser: false }),
      loggedIn({ email: grace.email, is_verified: false, is_active: true }),
    ]);
  });

  test('from Django, without those who have no address', async () => {
    const ada = { ...ADA, email: 'ada@django.example.com' };
    const users = [
      { ...ada, username: 'ada' },
      { username: 'grace', email: 'grace@django.example.com' },
      { username: 'nobody', email: '' },
    ];
    const python = await hashingPython();
    await run(python, [path.join(MAKERS, 'of_django.py'), folder, JSON.stringify(users)]);
    const script = await readFile(await scriptOf('from-django.md', 'python'), 'utf8');
    const shell = run(python, ['manage.py', 'shell'], { cwd: folder });
    shell.child.stdin?.end(script);
    await shell;
    const ndjson = await readFile(path.join(folder, 'users.ndjson'), 'utf8');
    expect(
      linesOf(ndjson).map(({ email, password_hash }) => [email, typeof password_hash]),
    ).toEqual([
      [ada.email, 'string'],
      ['grace@django.example.com', 'object'],
    ]);
    expect(await moved(ndjson, [ada])).toEqual([loggedIn({ email: ada.email, is_active: true })]);
  });

  test('from Better Auth, page by page', async () => {
    const [ada, grace] = [
      { ...ADA, email: 'ada@better.example.com' },
      { ...GRACE, email: 'grace@better.example.com' },
    ];
    const modules = await hashingModules();
    const script = await scriptOf('from-better-auth.md', 'js', modules);
    const text = await readFile(script, 'utf8');
    await writeFile(script, text.replace('PAGE = 1000', 'PAGE = 1'));
    const env = { ...process.env, USERS: JSON.stringify([ada, grace]) };
    const { stdout } = await run(process.execPath, [script], { env });
    expect(await moved(stdout, [ada, grace])).toEqual([
      loggedIn({ email: ada.email, is_verified: false }),
      loggedIn({ email: grace.email, is_active: true }),
    ]);
  });
});

test('the script of the page about Cognito reads its CSV, too', async () => {
  const csv =
    'name,email,email_verified,cognito:mfa_enabled,cognito:username\n' +
    '"Lovelace, Ada",ada@example.com,TRUE,FALSE,ada\n,,,FALSE,telephone\n';
  const script = run(await peerPython(), [await scriptOf('from-cognito.md', 'python')]);
  script.child.stdin?.end(csv);
  expect(linesOf((await script).stdout)).toEqual([{ email: 'ada@example.com', is_verified: true }]);
});
