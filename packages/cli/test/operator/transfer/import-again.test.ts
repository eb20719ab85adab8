import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { removeTemporaryDirectories } from 'cdk-users-api-local/test/temporary-directory';
import { Failure } from '../../../src/failure.ts';
import { UsersFile } from '../../support/users-file.ts';

let source: UsersFile;

beforeEach(() => {
  source = new UsersFile();
});
afterAll(removeTemporaryDirectories);

test('a file that grew is gone on with, and one that changed is refused', async () => {
  source.write(0, 100);
  await source.run();
  source.write(100, 150);
  expect(await source.run()).toMatchObject({ users: 50, progress: { imported: 150, present: 0 } });
  writeFileSync(source.file, readFileSync(source.file, 'utf8').replace('u0@', 'v0@'));
  await expect(source.run()).rejects.toThrow(
    `${source.file} is another one than was imported up to line 150: import what is new from a file of its own, or add --restart to begin again`,
  );
  writeFileSync(source.file, '');
  await expect(source.run()).rejects.toThrow('is another one than was imported');
  source.write(0, 1);
  expect(await source.run({ restart: true })).toMatchObject({ users: 1 });
});

test('the progress of another stack is refused', async () => {
  source.write(0, 1);
  await source.run();
  await expect(source.run({ name: 'other' })).rejects.toThrow(
    `${source.file}.progress.json is of an import by import, and this one is by other: add --restart to begin again`,
  );
  writeFileSync(`${source.file}.progress.json`, '{');
  await expect(source.run()).rejects.toThrow('is no progress of an import');
});

test('a table that lost what was stored is not taken for the same one', async () => {
  source.write(0, 450);
  await source.run();
  expect(await source.run()).toMatchObject({ users: 0, left: 0, goesOn: true });
  source.stored.clear();
  await expect(source.run()).rejects.toThrow(
    'the table has lost the user of line 450, whom an earlier run stored: it was emptied, restored, or is another one; add --restart to begin again',
  );
  expect((await source.run({ restart: true })).progress).toMatchObject({
    imported: 449,
    present: 1,
  });
});

test('users of the same lines are known again after a restart', async () => {
  source.write(0, 3);
  const { progress: first } = await source.run();
  source.write(3, 5);
  expect((await source.run({ restart: true })).progress).toMatchObject({ imported: 2, present: 3 });
  writeFileSync(source.file, '{"email":"w@example.com"}\n');
  const { progress: other } = await source.run({ restart: true });
  expect(other).toMatchObject({ imported: 1 });
  expect(other.seed).not.toBe(first.seed);
});

test('a run ends where another one has begun, and lines are noted once', async () => {
  source.write(0, 400);
  source.write(0, 5);
  let begun = false;
  const call = async (input: object) => {
    const answer = await source.store(input);
    if (!begun) {
      begun = true;
      await source.run();
    }
    return answer;
  };
  await expect(source.run({ call })).rejects.toThrow(`another run imports ${source.file} as well`);
  expect(source.progress()).toMatchObject({ lines: 405, rejected: { EMAIL_TAKEN: 5 } });
  expect(readFileSync(`${source.file}.rejects.ndjson`, 'utf8').trim().split('\n')).toHaveLength(5);
});

test('a file with hashes is only for its owner, whatever was there', async () => {
  source.write(0, 200);
  source.write(0, 1);
  const rejects = `${source.file}.rejects.ndjson`;
  writeFileSync(rejects, 'of something else\n', { mode: 0o644 });
  await expect(source.run()).rejects.toThrow(
    `${rejects} is there, and not of this import: move it away`,
  );
  expect(readFileSync(rejects, 'utf8')).toBe('of something else\n');
  expect(existsSync(`${source.file}.progress.json`)).toBe(false);

  const target = `${source.file}.target`;
  writeFileSync(target, '');
  rmSync(rejects);
  for (const name of [rejects, `${source.file}.progress.json.new`]) symlinkSync(target, name);
  await source.run({ restart: true });
  expect(readFileSync(target, 'utf8')).toBe('');
  expect(
    [rejects, `${source.file}.progress.json`].map((name) => statSync(name).mode & 0o777),
  ).toEqual([0o600, 0o600]);

  chmodSync(rejects, 0o644);
  source.write(0, 1);
  await source.run();
  expect(statSync(rejects).mode & 0o777).toBe(0o600);
  rmSync(rejects);
  symlinkSync(target, rejects);
  await expect(source.run()).rejects.toThrow(`${rejects} can't be written`);
  rmSync(rejects);
  source.write(0, 1);
  await source.run();
  expect(readFileSync(rejects, 'utf8')).toMatch(/^\{"line":203,/);
});

test('what a user can correct is a failure that says so', async () => {
  await expect(source.run({ file: path.dirname(source.file) })).rejects.toThrow(
    'is no file, and a run',
  );
  source.write(0, 1);
  await source.run();
  const { seed: _, ...others } = source.progress();
  writeFileSync(`${source.file}.progress.json`, JSON.stringify(others));
  await expect(source.run()).rejects.toThrow('is no progress of an import; --restart begins again');
  expect((await source.run({ restart: true })).left).toBe(0);
  rmSync(`${source.file}.rejects.ndjson`);
  mkdirSync(`${source.file}.rejects.ndjson`);
  const failure = await source.run().catch((error) => error);
  expect(failure).toBeInstanceOf(Failure);
  expect(failure.message).toContain("rejects.ndjson can't be written");
});
