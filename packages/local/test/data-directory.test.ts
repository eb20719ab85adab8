import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openDataDirectory } from '../src/data-directory.ts';
import { removeTemporaryDirectories, temporaryDirectory } from './support/temporary-directory.ts';

afterAll(removeTemporaryDirectories);

const mode = (file: string) => statSync(file).mode & 0o777;

describe('a data directory', () => {
  test('is made, and serves one stack at a time', () => {
    const directory = path.join(temporaryDirectory(), 'a', 'b');
    const data = openDataDirectory(directory);
    expect(() => openDataDirectory(directory)).toThrow(
      expect.objectContaining({
        code: 'DATA_IN_USE',
        message: `${directory} is in use by process ${process.pid}; stop it, or choose another folder with --data`,
      }),
    );
    data.release();
    openDataDirectory(directory).release();
  });

  test.each([
    ['a process that is gone', '2147483646\n'],
    ['this process in an earlier life', `${process.pid}\n`],
    ['nobody', ''],
  ])('takes over the lock of %s', (_, content) => {
    const directory = temporaryDirectory();
    writeFileSync(path.join(directory, 'lock'), content);
    openDataDirectory(directory).release();
  });

  test('respects the lock of another process that lives', () => {
    const directory = temporaryDirectory();
    writeFileSync(path.join(directory, 'lock'), `${process.ppid}\n`);
    expect(() => openDataDirectory(directory)).toThrow(`in use by process ${process.ppid}`);
  });

  test('that cannot be written is named, and is not left locked', () => {
    const directory = temporaryDirectory();
    const logs = path.join(directory, 'logs');
    writeFileSync(logs, 'a file where the folder should be');
    expect(() => openDataDirectory(directory)).toThrow(
      expect.objectContaining({
        code: 'DATA_NOT_WRITABLE',
        message: `cannot write to ${logs} (EEXIST); choose another folder with --data`,
      }),
    );
    expect(existsSync(path.join(directory, 'lock'))).toBe(false);
  });

  test('is its owner’s alone, and so are its files, those of earlier releases included', () => {
    const directory = path.join(temporaryDirectory(), 'data');
    openDataDirectory(directory).release();
    for (const folder of ['', 'logs', 'checkpoints', 'functions']) {
      expect(mode(path.join(directory, folder))).toBe(0o700);
    }
    const files = ['dynamodb.sqlite', 'secrets.json', 'logs/Login.log', 'checkpoints/Relay.json'];
    for (const file of files) writeFileSync(path.join(directory, file), '', { mode: 0o644 });
    const data = openDataDirectory(directory);
    expect(mode(path.join(directory, 'lock'))).toBe(0o600);
    for (const file of files) expect(mode(path.join(directory, file))).toBe(0o600);
    data.release();
  });

  test.each([0o755, 0o775])(
    'that was there before keeps its mode, and what is made in it is private: %i',
    (given) => {
      const directory = temporaryDirectory();
      chmodSync(directory, given);
      mkdirSync(path.join(directory, 'mine'));
      chmodSync(path.join(directory, 'mine'), given);
      for (const run of [1, 2]) {
        const data = openDataDirectory(directory);
        if (run === 1) writeFileSync(data.database, '', { mode: 0o644 });
        expect(mode(path.join(directory, 'lock'))).toBe(0o600);
        data.release();
        expect(mode(directory)).toBe(given);
        expect(mode(path.join(directory, 'mine'))).toBe(given);
        for (const folder of ['logs', 'checkpoints', 'functions']) {
          expect(mode(path.join(directory, folder))).toBe(0o700);
        }
      }
      expect(mode(path.join(directory, 'dynamodb.sqlite'))).toBe(0o600);
    },
  );

  test('forgets earlier runs when it is opened fresh, and nothing else', () => {
    const directory = temporaryDirectory();
    const data = openDataDirectory(directory);
    writeFileSync(data.database, '');
    writeFileSync(data.secrets, '[]');
    mkdirSync(path.join(directory, 'mine'));
    data.release();
    openDataDirectory(directory, { fresh: true }).release();
    expect(existsSync(data.database)).toBe(false);
    expect(existsSync(data.secrets)).toBe(false);
    expect(existsSync(path.join(directory, 'mine'))).toBe(true);
  });
});
