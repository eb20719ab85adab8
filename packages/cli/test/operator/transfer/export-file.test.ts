import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { exportFile, type FileExport } from '../../../src/operator/transfer/export-file.ts';

let file: string;

beforeEach(() => {
  file = path.join(temporaryDirectory(), 'users.ndjson');
});
afterAll(removeTemporaryDirectories);

const PAGES = [
  { users: [], next: [{ partition: 'a' }, { partition: 'b' }] },
  { users: [{ id: '1' }], next: [] },
  { users: [{ id: '2' }], next: [] },
];

function run(changes: Partial<FileExport> = {}) {
  const pages = PAGES.values();
  return exportFile({
    ...{ file, call: async () => pages.next().value },
    screen: { progress() {} },
    stopping: { stopped: false },
    ...changes,
  });
}

test('an export is whole, and only for its owner', async () => {
  expect(await run()).toBe(2);
  expect(readFileSync(file, 'utf8')).toBe('{"id":"1"}\n{"id":"2"}\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(existsSync(`${file}.partial`)).toBe(false);
});

test('an export replaces nothing, and writes into no file that is there', async () => {
  const target = `${file}.target`;
  writeFileSync(target, 'of something else');
  symlinkSync(target, `${file}.partial`);
  await expect(run()).rejects.toThrow(`${file}.partial is there: another export writes it`);
  expect(readFileSync(target, 'utf8')).toBe('of something else');

  symlinkSync(`${target}.missing`, file);
  await expect(run()).rejects.toThrow(`${file} is there: name a new file`);
});

test('an export that is stopped, or fails, leaves nothing', async () => {
  await expect(run({ stopping: { stopped: true } })).rejects.toThrow(
    `stopped: ${file} was not written`,
  );
  await expect(run({ call: async () => ({}) })).rejects.toThrow('is it export-users?');
  const names = [file, `${file}.partial`];
  expect(names.filter((name) => existsSync(name))).toEqual([]);
});
