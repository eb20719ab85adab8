/** Whether logins and `me` take longer with more users: a thousand and a million of them in the engine's own file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { HttpClient } from '../measure/http-client.ts';
import { alone } from '../measure/load.ts';
import { Program } from '../measure/program.ts';
import { usersApi } from '../ours.ts';
import type { Keep, Measure, Question } from '../question.ts';

const EMAIL = 'ada@example.com';
const TIMES = { login: 15, me: 150 } as const;

async function withUsers(users: number, keep: Keep): Promise<Measure> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-'));
  keep(() => rm(folder, { recursive: true, force: true }));
  const program = await Program.start(await usersApi.program(folder));
  keep(() => program.stop());
  const client = new HttpClient(program.url);
  keep(() => client.close());
  const talk = usersApi.talk(client);
  await talk.register(EMAIL);
  const credential = await talk.login(EMAIL);
  multiply(path.join(folder, 'data/dynamodb.sqlite'), users);
  const login = () => talk.login(EMAIL);
  const me = () => talk.me(credential);
  await Promise.all([alone(TIMES.login, login), alone(TIMES.me, me)]);
  return async () => ({
    loginP50: await alone(TIMES.login, login),
    meP50: await alone(TIMES.me, me),
  });
}

/** Numbers from 1, and the id and the address of another user for each. */
const OTHERS = `
  WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :users),
    other AS (
      SELECT substr(:id, 1, 24) || printf('%012x', n) AS id, printf('%07d', n) || :email AS email
      FROM number
    )`;

/** Writes every row of the one user once more for each other, under its own id and address. */
function multiply(file: string, users: number): void {
  const database = new DatabaseSync(file, { timeout: 10_000 });
  const all = (sql: string) => database.prepare(sql).all() as Readonly<Record<string, string>>[];
  const tables = all("SELECT name FROM sqlite_master WHERE type = 'table'")
    .map(({ name = '' }) => ({ name, rows: all(`SELECT * FROM "${name}"`) }))
    .filter(({ rows }) => rows.some((row) => 'item_json' in row));
  const id = userIdIn(tables.flatMap(({ rows }) => rows));
  database.exec('PRAGMA synchronous = OFF; BEGIN');
  for (const { name, rows } of tables) {
    for (const row of rows.filter((each) => each.item_json?.includes(id))) {
      const columns = Object.entries(row).map(([column, value]) =>
        typeof value === 'string'
          ? `replace(replace(:${column}, :id, id), :email, email)`
          : `:${column}`,
      );
      database
        .prepare(`${OTHERS} INSERT INTO "${name}" SELECT ${columns.join(', ')} FROM other`)
        .run({ ...row, id, email: EMAIL, users: users - 1 });
    }
  }
  database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

function userIdIn(items: readonly Readonly<Record<string, string>>[]): string {
  const ids = items.flatMap(({ item_json = '' }) => /USER#([\w-]{36})/.exec(item_json)?.[1] ?? []);
  const [id] = ids;
  if (id === undefined || ids.some((each) => each !== id)) throw new Error('not one user');
  return id;
}

export const growth: Question = {
  name: 'growth',
  title: 'A thousand users and a million, on this machine',
  figures: [
    { name: 'loginP50', title: 'login, one client, p50', unit: 'ms' },
    { name: 'meP50', title: 'me, one client, p50', unit: 'ms' },
  ],
  turns: 4,
  subjects: async () =>
    [1_000, 1_000_000].map((users) => ({
      name: `${users.toLocaleString('en-US')} users`,
      kind: users > 1_000 ? 'ours' : 'floor',
      start: (keep) => withUsers(users, keep),
    })),
};
