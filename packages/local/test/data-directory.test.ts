import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openDataDirectory } from '../src/data-directory.ts';
import { removeTemporaryDirectories, temporaryDirectory } from './support/temporary-directory.ts';

afterAll(removeTemporaryDirectories);

/** One that a stack has run on. */
function usedDirectory(): string {
  const directory = temporaryDirectory();
  openDataDirectory(directory).release();
  return directory;
}

/** Writes files, by their paths in a folder. */
function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

/** The files of a folder, with what is in them. */
function filesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name));
  return Object.fromEntries(
    files.map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]),
  );
}

/** What a person may have under the names that a stack uses. */
const SOURCES = {
  'functions/mailer/index.js': 'mine',
  'app/app.ts': 'mine',
  'logs/of-mine.log': 'mine',
  'checkpoints/model.json': 'mine',
  'cdk.out/manifest.json': 'mine',
  'secrets.json': '{"mine": true}',
};

/** Name of an object's file. */
const OBJECT = '0a'.repeat(32);

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
    const directory = usedDirectory();
    writeFileSync(path.join(directory, 'lock'), content);
    openDataDirectory(directory).release();
  });

  test('respects the lock of another process that lives', () => {
    const directory = usedDirectory();
    writeFileSync(path.join(directory, 'lock'), `${process.ppid}\n`);
    expect(() => openDataDirectory(directory)).toThrow(`in use by process ${process.ppid}`);
  });

  test('that cannot be written is named, and is not left locked', () => {
    const directory = usedDirectory();
    const logs = path.join(directory, 'logs');
    rmSync(logs, { recursive: true });
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
    for (const folder of ['', 'logs', 'checkpoints', 'functions', 'buckets']) {
      expect(mode(path.join(directory, folder))).toBe(0o700);
    }
    mkdirSync(path.join(directory, 'buckets', 'failures'));
    const files = [
      ...['dynamodb.sqlite', 'secrets.json', 'logs/Login.log', 'checkpoints/Relay.json'],
      `buckets/failures/${OBJECT}`,
    ];
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
      openDataDirectory(directory).release();
      mkdirSync(path.join(directory, 'mine'));
      chmodSync(path.join(directory, 'mine'), given);
      for (const run of [1, 2]) {
        const data = openDataDirectory(directory);
        if (run === 1) writeFileSync(data.database, '', { mode: 0o644 });
        expect(mode(path.join(directory, 'lock'))).toBe(0o600);
        data.release();
        expect(mode(directory)).toBe(given);
        expect(mode(path.join(directory, 'mine'))).toBe(given);
        for (const folder of ['logs', 'checkpoints', 'functions', 'buckets']) {
          expect(mode(path.join(directory, folder))).toBe(0o700);
        }
      }
      expect(mode(path.join(directory, 'dynamodb.sqlite'))).toBe(0o600);
    },
  );

  test('forgets earlier runs when it is opened fresh, and nothing else', () => {
    const directory = usedDirectory();
    const earlier = {
      'dynamodb.sqlite': '',
      'dynamodb.sqlite-wal': '',
      'secrets.json': '[]',
      'logs/Login.log': '',
      'checkpoints/Relay.json': '{}',
      'functions/Mailer/index.js': '',
      'functions/Mailer/package.json': '{}',
      [`buckets/failures/${OBJECT}`]: '{}\n',
      [`buckets/failures/${OBJECT}.new`]: '',
    };
    const mine = {
      mine: '',
      'logs/mine.txt': '',
      'checkpoints/mine.bin': '',
      'functions/mine/index.ts': '',
      'buckets/mine/object.txt': '',
      'app/mine.ts': '',
    };
    write(directory, { ...earlier, ...mine });
    openDataDirectory(directory, { fresh: true }).release();
    expect(Object.keys(filesOf(directory)).sort()).toEqual(
      ['.cdk-users-api-local', '.gitignore', ...Object.keys(mine)].sort(),
    );
    for (const folder of ['functions/Mailer', 'buckets/failures']) {
      expect(existsSync(path.join(directory, folder))).toBe(false);
    }
  });

  test('keeps itself out of Git', () => {
    expect(readFileSync(path.join(usedDirectory(), '.gitignore'), 'utf8')).toBe('*\n');
  });

  test.each(Object.keys(SOURCES))(
    'is not made of a folder that has %s of somebody else',
    (name) => {
      const directory = temporaryDirectory();
      write(directory, { [name]: SOURCES[name as keyof typeof SOURCES] });
      for (const fresh of [false, true]) {
        expect(() => openDataDirectory(directory, { fresh })).toThrow(
          expect.objectContaining({
            code: 'DATA_FOREIGN',
            message: `${directory} has files that are no data of a local stack; choose a new or an empty folder with --data`,
          }),
        );
      }
      expect(filesOf(directory)).toEqual({ [name]: SOURCES[name as keyof typeof SOURCES] });
    },
  );

  test('is not made of the project, of a folder around it, or of a link to one of them', () => {
    const around = temporaryDirectory();
    const project = path.join(around, 'project');
    mkdirSync(project);
    const link = path.join(temporaryDirectory(), 'link');
    symlinkSync(around, link);
    for (const directory of [project, around, link]) {
      expect(() => openDataDirectory(directory, { fresh: true, project })).toThrow(
        expect.objectContaining({
          code: 'DATA_FOREIGN',
          message: `${directory} has your project in it, so no data is kept there; choose a folder of its own with --data, such as .local`,
        }),
      );
    }
    expect({ around: filesOf(around), project: readdirSync(project) }).toEqual({
      around: {},
      project: [],
    });
    openDataDirectory(path.join(project, '..data'), { project }).release();
  });

  test('of a release that did not mark it is used further, unless something else is in it', () => {
    const directory = temporaryDirectory();
    const secrets = '[{"name": "Secret", "versions": []}]';
    write(directory, { 'dynamodb.sqlite': '', 'secrets.json': secrets, 'logs/Login.log': '' });
    openDataDirectory(directory).release();
    expect(filesOf(directory)).toMatchObject({ 'secrets.json': secrets, '.gitignore': '*\n' });

    const foreign: Record<string, string>[] = [
      { 'index.ts': 'mine' },
      { 'secrets.json': '{"mine": true}' },
    ];
    for (const more of foreign) {
      const other = temporaryDirectory();
      const files = { 'dynamodb.sqlite': '', 'secrets.json': secrets, ...more };
      write(other, files);
      expect(() => openDataDirectory(other, { fresh: true })).toThrow('no data of a local stack');
      expect(filesOf(other)).toEqual(files);
    }
  });
});
