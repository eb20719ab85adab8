import { readFileSync, writeFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { removeTemporaryDirectories } from 'cdk-users-api-local/test/temporary-directory';
import { Failure } from '../../../src/failure.ts';
import { FunctionFailure } from '../../../src/operator/stack-function.ts';
import { type Call, NOTHING, UsersFile } from '../../support/users-file.ts';

let source: UsersFile;

beforeEach(() => {
  source = new UsersFile();
});
afterAll(removeTemporaryDirectories);

test('all lines are sent, and what came of them is noted', async () => {
  source.write(0, 450);
  source.write(0, 1);
  const { progress: noted, left, users } = await source.run({ events: true });
  expect({ ...noted, left, users }).toMatchObject({
    ...{ imported: 450, present: 0, rejected: { EMAIL_TAKEN: 1 }, lines: 451 },
    ...{ left: 0, users: 451 },
  });
  expect(source.progress()).toEqual(noted);
  expect(source.calls.every(({ events }) => events)).toBe(true);
  expect(JSON.parse(readFileSync(`${source.file}.rejects.ndjson`, 'utf8'))).toEqual({
    ...{ line: 451, reason: 'EMAIL_TAKEN', message: 'taken' },
    user: { email: 'u0@example.com' },
  });
});

test('a run that failed is gone on with, and users whom it stored without a note count as present', async () => {
  source.write(0, 2_000);
  source.write(0, 10);
  let count = 0;
  const failing = async (input: object) => {
    const answer = await source.store(input);
    count += 1;
    // The answer of the third is lost.
    if (count === 3) throw new Failure('it is gone');
    return answer;
  };
  await expect(source.run({ call: failing })).rejects.toThrow(
    'it is gone; the same command goes on after line 400',
  );
  expect(source.progress()).toMatchObject({ lines: 400, imported: 400 });
  const { progress: noted } = await source.run();
  expect(noted.imported + noted.present).toBe(2_000);
  expect(noted).toMatchObject({ lines: 2_010, rejected: { EMAIL_TAKEN: 10 } });
  expect(noted.present).toBeGreaterThanOrEqual(200);
  expect(source.stored.size).toBe(2_000);
});

test('rejected lines that were written and not noted are not there twice', async () => {
  source.write(0, 200);
  source.write(0, 5);
  await source.run({ stopping: { stopped: true } });
  await source.run();
  const rejects = readFileSync(`${source.file}.rejects.ndjson`, 'utf8');
  writeFileSync(`${source.file}.rejects.ndjson`, `${rejects}{"line": 999}\n`);
  await source.run();
  expect(readFileSync(`${source.file}.rejects.ndjson`, 'utf8')).toBe(rejects);
});

test('users that the table does not take yet are sent again, and only these', async () => {
  source.write(0, 10);
  let first = true;
  const throttled = async (input: object) => {
    if (!first) return source.store(input);
    first = false;
    const { users } = input as Call;
    await source.store({ ...input, users: users.slice(0, 7) });
    return { ...NOTHING, imported: 7, left: [7, 8, 9], ignored: ['phone'] };
  };
  const { progress: noted } = await source.run({ call: throttled });
  expect(noted).toMatchObject({ imported: 10, present: 0, ignored: ['phone'] });
  expect(source.calls.map(({ users }) => users.length)).toEqual([7, 3]);
});

test('a call that took too long is made again, and one that failed is not', async () => {
  source.write(0, 10);
  let first = true;
  const slow = async (input: object) => {
    const answer = await source.store(input);
    if (!first) return answer;
    first = false;
    throw new FunctionFailure('RequestId: 1 Error: Task timed out after 10.00 seconds');
  };
  expect((await source.run({ call: slow })).progress).toMatchObject({ imported: 0, present: 10 });
  source.write(10, 20);
  const failing = async () => {
    throw new FunctionFailure('a fault');
  };
  await expect(source.run({ call: failing, restart: true })).rejects.toThrow(
    'a fault; the same command goes on after line 0',
  );
});

test('a run that is to stop leaves the rest for the next one', async () => {
  source.write(0, 3_000);
  const stopping = { stopped: false };
  const call = async (input: object) => {
    stopping.stopped = source.calls.length >= 4;
    return source.store(input);
  };
  const { left, progress: noted } = await source.run({ call, stopping });
  expect(left).toBeGreaterThan(0);
  expect(noted.imported).toBe(source.stored.size);
  expect((await source.run()).progress).toMatchObject({ imported: 3_000, present: 0 });
});

test('a file that is not there, and a function that is another one, are said so', async () => {
  await expect(source.run({ file: `${source.file}.missing` })).rejects.toThrow(
    /missing can't be read: .*; name a file/,
  );
  source.write(0, 1);
  await expect(source.run({ call: async () => ({ id: '1' }) })).rejects.toThrow(
    'is it import-users?',
  );
});

test('of users with one address, or one id, the first of the file is stored, and others go at the same time', async () => {
  source.write(0, 600);
  const id = '018f0000-0000-7000-8000-00000000abcd';
  writeFileSync(
    source.file,
    `{"email":"u0@example.com","id":"${id}"}\n${readFileSync(source.file, 'utf8')}`,
  );
  source.write(600, 1_300);
  const others = `{"email":" U0@Example.COM"}\n{"email":"v0@example.com","id":"${id.toUpperCase()}"}\n`;
  writeFileSync(source.file, others, { flag: 'a' });
  const seen: string[] = [];
  let [now, most] = [0, 0];
  const call = async (input: object) => {
    most = Math.max(most, ++now);
    const { users } = input as Call;
    // The first call takes longest.
    for (let turn = seen.length; turn < 20; turn++) await nextTurn();
    seen.push(...users.map(({ email }) => email));
    now -= 1;
    return { ...NOTHING, imported: users.length };
  };
  await source.run({ call });
  const places = ['u0@example.com', ' U0@Example.COM', 'v0@example.com'].map((email) =>
    seen.indexOf(email),
  );
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(most).toBe(4);
});

test('lines with one address in batches next to each other are sent one batch after the other', async () => {
  source.write(0, 200);
  source.write(0, 1);
  let open = 0;
  const call = async (input: object) => {
    expect(++open).toBe(1);
    await nextTurn();
    open -= 1;
    return source.store(input);
  };
  expect((await source.run({ call })).progress).toMatchObject({
    imported: 200,
    rejected: { EMAIL_TAKEN: 1 },
  });
});
