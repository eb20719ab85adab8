import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { Failure } from '../../../src/failure.ts';
import { FunctionFailure } from '../../../src/operator/stack-function.ts';
import { type FileImport, importFile } from '../../../src/operator/transfer/import-file.ts';

interface Call {
  readonly users: readonly { readonly id: string; readonly email: string }[];
  readonly events: boolean;
}

const NOTHING = { imported: 0, present: 0, rejected: [], left: [], ignored: [] };

let file: string;
/** By address. */
let stored: Map<string, string>;
let calls: Call[];

beforeEach(() => {
  file = path.join(temporaryDirectory(), 'users.ndjson');
  stored = new Map();
  calls = [];
});
afterAll(removeTemporaryDirectories);

const write = (from: number, to: number) =>
  writeFileSync(
    file,
    Array.from(
      { length: to - from },
      (_, index) => `{"email":"u${from + index}@example.com"}\n`,
    ).join(''),
    { flag: 'a' },
  );

/** Stores users as the function does. */
async function store(input: object): Promise<unknown> {
  const call = input as Call;
  calls.push(call);
  const outcomes = call.users.map(({ id, email }, index) => {
    const owner = stored.get(email);
    if (owner === undefined) stored.set(email, id);
    if (owner === undefined || owner === id) return owner === undefined ? 'imported' : 'present';
    return { index, reason: 'EMAIL_TAKEN', message: 'taken' };
  });
  return {
    ...NOTHING,
    imported: outcomes.filter((each) => each === 'imported').length,
    present: outcomes.filter((each) => each === 'present').length,
    rejected: outcomes.filter((each) => typeof each !== 'string'),
  };
}

const run = (changes: Partial<FileImport> = {}) =>
  importFile({
    ...{ file, name: 'import', call: store, events: false, restart: false },
    screen: { progress() {}, say() {} },
    stopping: { stopped: false },
    ...changes,
  });

const progress = () => JSON.parse(readFileSync(`${file}.progress.json`, 'utf8'));

test('all lines are sent, and what came of them is noted', async () => {
  write(0, 450);
  write(0, 1);
  const { progress: noted, left, users } = await run({ events: true });
  expect({ ...noted, left, users }).toMatchObject({
    ...{ imported: 450, present: 0, rejected: { EMAIL_TAKEN: 1 }, lines: 451 },
    ...{ left: 0, users: 451 },
  });
  expect(progress()).toEqual(noted);
  expect(calls.every(({ events }) => events)).toBe(true);
  expect(JSON.parse(readFileSync(`${file}.rejects.ndjson`, 'utf8'))).toEqual({
    ...{ line: 451, reason: 'EMAIL_TAKEN', message: 'taken' },
    user: { email: 'u0@example.com' },
  });
});

test('a run that failed is gone on with, and users whom it stored without a note count as present', async () => {
  write(0, 2_000);
  write(0, 10);
  let count = 0;
  const failing = async (input: object) => {
    const answer = await store(input);
    count += 1;
    // The answer of the third is lost.
    if (count === 3) throw new Failure('it is gone');
    return answer;
  };
  await expect(run({ call: failing })).rejects.toThrow(
    'it is gone; the same command goes on after line 400',
  );
  expect(progress()).toMatchObject({ lines: 400, imported: 400 });
  const { progress: noted } = await run();
  expect(noted.imported + noted.present).toBe(2_000);
  expect(noted).toMatchObject({ lines: 2_010, rejected: { EMAIL_TAKEN: 10 } });
  expect(noted.present).toBeGreaterThanOrEqual(200);
  expect(stored.size).toBe(2_000);
});

test('rejected lines that were written and not noted are not there twice', async () => {
  write(0, 200);
  write(0, 5);
  await run({ stopping: { stopped: true } });
  await run();
  const rejects = readFileSync(`${file}.rejects.ndjson`, 'utf8');
  writeFileSync(`${file}.rejects.ndjson`, `${rejects}{"line": 999}\n`);
  await run();
  expect(readFileSync(`${file}.rejects.ndjson`, 'utf8')).toBe(rejects);
});

test('a file that grew is gone on with, and one that changed is refused', async () => {
  write(0, 100);
  await run();
  write(100, 150);
  expect(await run()).toMatchObject({ users: 50, progress: { imported: 150, present: 0 } });
  writeFileSync(file, readFileSync(file, 'utf8').replace('u0@', 'v0@'));
  await expect(run()).rejects.toThrow(
    `${file} is another one than was imported up to line 150: import what is new from a file of its own, or add --restart to begin again`,
  );
  writeFileSync(file, '');
  await expect(run()).rejects.toThrow('is another one than was imported');
  write(0, 1);
  expect(await run({ restart: true })).toMatchObject({ users: 1 });
});

test('the progress of another stack is refused', async () => {
  write(0, 1);
  await run();
  await expect(run({ name: 'other' })).rejects.toThrow(
    `${file}.progress.json is of an import by import, and this one is by other: add --restart to begin again`,
  );
  writeFileSync(`${file}.progress.json`, '{');
  await expect(run()).rejects.toThrow('is no progress of an import');
});

test('users that the table does not take yet are sent again, and only these', async () => {
  write(0, 10);
  let first = true;
  const throttled = async (input: object) => {
    if (!first) return store(input);
    first = false;
    const { users } = input as Call;
    await store({ ...input, users: users.slice(0, 7) });
    return { ...NOTHING, imported: 7, left: [7, 8, 9], ignored: ['phone'] };
  };
  const { progress: noted } = await run({ call: throttled });
  expect(noted).toMatchObject({ imported: 10, present: 0, ignored: ['phone'] });
  expect(calls.map(({ users }) => users.length)).toEqual([7, 3]);
});

test('a call that took too long is made again, and one that failed is not', async () => {
  write(0, 10);
  let first = true;
  const slow = async (input: object) => {
    const answer = await store(input);
    if (!first) return answer;
    first = false;
    throw new FunctionFailure('RequestId: 1 Error: Task timed out after 10.00 seconds');
  };
  expect((await run({ call: slow })).progress).toMatchObject({ imported: 0, present: 10 });
  write(10, 20);
  const failing = async () => {
    throw new FunctionFailure('a fault');
  };
  await expect(run({ call: failing })).rejects.toThrow('a fault; the same command goes on');
});

test('a run that is to stop leaves the rest for the next one', async () => {
  write(0, 3_000);
  const stopping = { stopped: false };
  const call = async (input: object) => {
    stopping.stopped = calls.length >= 4;
    return store(input);
  };
  const { left, progress: noted } = await run({ call, stopping });
  expect(left).toBeGreaterThan(0);
  expect(noted.imported).toBe(stored.size);
  expect((await run()).progress).toMatchObject({ imported: 3_000, present: 0 });
});

test('a file that is not there, and a function that is another one, are said so', async () => {
  await expect(run({ file: `${file}.missing` })).rejects.toThrow(
    /missing can't be read: name a file/,
  );
  write(0, 1);
  await expect(run({ call: async () => ({ id: '1' }) })).rejects.toThrow('is it import-users?');
});
