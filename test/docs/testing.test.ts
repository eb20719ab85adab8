import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeBlocks, PROJECT } from './markdown.ts';

const run = promisify(execFile);

/** `cdk init` has them. */
const GLOBALS = `
declare const expect: typeof import('@jest/globals').expect;
declare const jest: typeof import('@jest/globals').jest;
declare const test: typeof import('@jest/globals').test;
`;

const JEST = {
  testMatch: ['<rootDir>/test/*.test.ts'],
  moduleFileExtensions: ['ts', 'js', 'json', 'node'],
  transform: {
    '^.+\\.ts$': [
      path.join(PROJECT, 'node_modules/@swc/jest'),
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true },
          target: 'es2022',
        },
        module: { type: 'commonjs' },
      },
    ],
  },
};

/** The files that docs/testing.md has, as a project that a reader would have. */
describe('the project in docs/testing.md', () => {
  let folder: string;

  beforeAll(async () => {
    // Inside this project, so that it finds aws-cdk-lib.
    folder = await mkdtemp(path.join(PROJECT, 'cdk.out-snippets-'));
    for (const { code } of await codeBlocks('docs/testing.md')) {
      const name = /^\/\/ (\S+)\n/.exec(code)?.[1];
      if (name !== undefined) await write(name, code);
    }
    await write('globals.d.ts', GLOBALS);
    await write('jest.config.json', JSON.stringify(JEST));
    await write(
      'tsconfig.json',
      JSON.stringify({ extends: '../tsconfig.json', include: ['**/*.ts'] }),
    );
    await write('cdk.json', JSON.stringify({ app: 'node --import tsx bin/my-app.ts' }));
    await write(
      'bin/my-app.ts',
      `import { App } from 'aws-cdk-lib';
       import { MyAppStack } from '../lib/my-app-stack';
       new MyAppStack(new App(), 'MyApp');`,
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** From the sources of the package, so that nothing has to be built. */
  async function write(name: string, code: string): Promise<void> {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    const sources = {
      '': 'lib',
      '/testing': 'lib/testing',
      '/events': 'lambda/exports/events.ts',
      '-cli/main': 'packages/cli/src/main.ts',
    };
    const text = Object.entries(sources).reduce(
      (before, [part, source]) =>
        before.replaceAll(`'cdk-users-api${part}'`, JSON.stringify(path.join(PROJECT, source))),
      code,
    );
    await writeFile(file, text);
  }

  /** Runs its tests by Jest, as a build whose code has other hashes for another salt. */
  async function jest(salt: string): Promise<{ passes: boolean; output: string }> {
    const program = path.join(PROJECT, 'node_modules/jest/bin/jest.js');
    const context = JSON.stringify({ '@aws-cdk/core:assetHashSalt': salt });
    // Under a CI system Jest writes no snapshots by itself: the first run here is a reader's first.
    const config = path.join(folder, 'jest.config.json');
    const options = ['--ci=false', '--rootDir', folder, '--config', config];
    const { NODE_OPTIONS: _, JEST_WORKER_ID: __, ...environment } = process.env;
    const env = { ...environment, CDK_CONTEXT_JSON: context, CDK_VALIDATION: 'false' };
    return run(process.execPath, [program, '--runInBand', ...options], { cwd: folder, env }).then(
      ({ stderr }) => ({ passes: true, output: stderr }),
      ({ stderr }) => ({ passes: false, output: String(stderr) }),
    );
  }

  test('compiles', async () => {
    const tsc = path.join(PROJECT, 'node_modules/typescript/bin/tsc');
    await run(process.execPath, [tsc, '-p', folder]).catch(({ stdout }) => {
      throw new Error(stdout);
    });
  });

  test('passes its tests, whose snapshot is the same for code with other hashes', async () => {
    const [one, two] = [await jest('one'), await jest('two')];
    expect(one).toMatchObject({ passes: true, output: expect.stringContaining('1 written') });
    expect(two).toMatchObject({
      passes: true,
      output: expect.stringContaining('1 passed, 1 total'),
    });
  });

  test('has another snapshot for code with other hashes without the serializer', async () => {
    const file = path.join(folder, 'test/my-app-stack.test.ts');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('expect.addSnapshotSerializer(withoutHashes);', ''));
    await rm(path.join(folder, 'test/__snapshots__'), { recursive: true });
    const [one, two] = [await jest('one'), await jest('two')];
    expect(one).toMatchObject({ passes: true });
    expect(two).toMatchObject({ passes: false, output: expect.stringContaining('"S3Key"') });
  });

  test('passes its test of the running API', async () => {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const { stdout } = await run(process.execPath, ['--test', 'test/local.test.mjs'], {
      cwd: folder,
      env,
    });
    expect(stdout).toMatch(/pass 1\n/);
  });
});
