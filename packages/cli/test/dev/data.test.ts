import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { dataFolder, dev as devCommand } from '../../src/commands/dev.ts';
import { cdkProject, MAIN } from '../support/project.ts';

afterAll(removeTemporaryDirectories);

/** Runs `cdk-users-api dev` in a folder, to its end. */
async function dev(folder: string, args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, 'dev', ...args], {
    cwd: folder,
    env: { ...process.env, PORT: '0' },
  });
  const [output, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { code, output };
}

/** A project that has folders of the names that `dev` uses, too. */
function project(): string {
  const { folder } = cdkProject({});
  for (const name of ['functions', 'app', 'logs', 'checkpoints', 'cdk.out', 'src']) {
    mkdirSync(path.join(folder, name, 'inner'), { recursive: true });
    writeFileSync(path.join(folder, name, 'inner', 'index.js'), 'mine');
    writeFileSync(path.join(folder, name, 'mine.log'), 'mine');
  }
  writeFileSync(path.join(folder, 'secrets.json'), 'mine');
  return folder;
}

const filesIn = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort();

describe('dev leaves the files of a person alone', () => {
  test.each(['.', '..', 'src', 'functions', '../'])('with --data %s', async (data) => {
    const folder = project();
    // With a parent that is not the folder of all temporary ones.
    const within = path.join(temporaryDirectory(), 'project');
    cpSync(folder, within, { recursive: true });
    const before = filesIn(within);
    for (const more of [[], ['--fresh'], ['--fresh', '--https']]) {
      const { code, output } = await dev(within, ['--data', data, ...more]);
      expect({ code, output }).toEqual({
        code: 2,
        output: expect.stringMatching(
          /^error: .* (has your project in it|has files that are no data of a local stack).*--data.*\n$/,
        ),
      });
    }
    expect(filesIn(within)).toEqual(before);
    expect(readFileSync(path.join(within, 'secrets.json'), 'utf8')).toBe('mine');
  });

  test('with a default folder that another program has made', async () => {
    const folder = project();
    mkdirSync(path.join(folder, '.local', 'logs'), { recursive: true });
    writeFileSync(path.join(folder, '.local', 'logs', 'mine.log'), 'mine');
    const { code, output } = await dev(folder, ['--fresh']);
    expect({ code, output }).toEqual({
      code: 2,
      output: expect.stringContaining('.local has files that are no data of a local stack'),
    });
    expect(filesIn(path.join(folder, '.local'))).toEqual(['logs', path.join('logs', 'mine.log')]);
  });
});

test('dev refuses an empty --data, which would be the project', async () => {
  const { code, output } = await dev(project(), ['--data', '']);
  expect({ code, output }).toEqual({
    code: 2,
    output:
      "error: option '--data <folder>' argument '' is invalid. It has to name a folder. (--help shows the options)\n",
  });
});

test.each([
  [[], '.local'],
  [['--demo'], '.cdk-users-api-demo'],
  [['--demo', '--data', '.local'], '.local'],
])('dev %j keeps its data in %s', (args, folder) => {
  const command = devCommand();
  command.parseOptions(args);
  expect(dataFolder(command)).toBe(path.resolve(folder));
});
