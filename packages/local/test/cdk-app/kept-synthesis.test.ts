import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { StackSource } from '../../src/cdk-app/stack-source.ts';
import { openDataDirectory } from '../../src/data-directory.ts';
import type { LocalStackOptions } from '../../src/options.ts';
import { writeAssembly } from '../support/assembly.ts';
import { eventually } from '../support/eventually.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/temporary-directory.ts';

const ROOT = path.join(import.meta.dirname, '../../../..');

afterEach(() => {
  delete process.env.KEPT_TEST;
});
afterAll(removeTemporaryDirectories);

interface AppOptions {
  /** What the app does beside handing out an assembly. */
  readonly does?: string;
  readonly command?: string;
}

/** A project whose app runs as often as its assembly isn't kept. */
function app({ does = '', command = 'node app.cjs' }: AppOptions = {}) {
  const project = temporaryDirectory();
  const elsewhere = temporaryDirectory();
  const data = path.join(project, '.local');
  const given = writeAssembly({ Resources: {} }, { bundles: { asset: 'export {};' } });
  const place = (name: string) => path.resolve(project, name);
  const save = (name: string, text: string) => {
    mkdirSync(path.dirname(place(name)), { recursive: true });
    writeFileSync(place(name), text);
  };
  save('cdk.json', JSON.stringify({ app: command }));
  save(
    'app.cjs',
    `const fs = require('node:fs');
    const elsewhere = ${JSON.stringify(elsewhere)};
    require('./names.cjs');
    ${does}
    fs.cpSync(${JSON.stringify(given)}, process.env.CDK_OUTDIR, { recursive: true });`,
  );
  save('names.cjs', '');
  /** @returns what is done for a start: `synthesising` or `keeping` */
  const start = async (options: Partial<LocalStackOptions> = {}): Promise<string | undefined> => {
    // What is as new as the run may not be in it.
    await eventually(() => Date.now() > statSync(place('cdk.json')).ctimeMs + 20);
    const steps: string[] = [];
    const directory = openDataDirectory(data, { project });
    const step = (action: string) => steps.push(action);
    const source = new StackSource({ data, project, reporter: { step }, ...options }, directory);
    try {
      expect(await source.first()).toMatchObject({ name: 'Fixture' });
      source.use();
    } finally {
      source.stop();
      directory.release();
    }
    return steps.at(-1);
  };
  const again = async () => [await start(), await start()];
  return { project, elsewhere, data, given, place, save, start, again };
}

describe('an assembly is kept', () => {
  test('for a start with nothing changed, and the app does not run', async () => {
    const { again } = app();
    expect(await again()).toEqual(['synthesising', 'keeping']);
  });

  test('with what it was made from, so that a saved function is bundled by itself', async () => {
    const { project, data, start } = app();
    await start();
    const directory = openDataDirectory(data, { project });
    const source = new StackSource({ data, project }, directory);
    await source.first();
    source.use();
    // No bundle has it, and the app doesn't load it.
    expect(source.bundlesWith([], [])).toEqual([]);
    expect(source.bundlesWith(['names.cjs'], [])).toBeUndefined();
    directory.release();
  });

  test('while what changes is neither a source nor read', async () => {
    const { start, save } = app({ does: "fs.readFileSync('.read', 'utf8')" });
    save('.read', '');
    await start();
    save('README.md', 'new');
    save('.env', 'NEW=1');
    process.env.KEPT_TEST = 'new';
    expect(await start()).toBe('keeping');
  });

  test('of an app that looks for what no file can be', async () => {
    const { again } = app({
      does: "fs.existsSync('a' + String.fromCharCode(0)); fs.existsSync('a'.repeat(999));",
    });
    expect(await again()).toEqual(['synthesising', 'keeping']);
  });

  test('of an app that loads a user model with the esbuild of the project, in a process of its own', async () => {
    const { project, save, start } = app({
      does: `
        const { outputFiles } = require('esbuild').buildSync({ entryPoints: ['src/model.ts'], bundle: true, write: false });
        const { status } = require('node:child_process').spawnSync(process.execPath, ['load.cjs'], { env: process.env });
        if (status !== 0 || outputFiles.length !== 1) throw new Error('not loaded');`,
    });
    save('src/model.ts', "import { plan } from 'plans'; export default plan;");
    save('load.cjs', "require('node:fs').readFileSync('.limits');");
    save('.limits', '');
    mkdirSync(path.join(project, 'node_modules'));
    symlinkSync(
      path.join(ROOT, 'node_modules/esbuild'),
      path.join(project, 'node_modules/esbuild'),
    );
    save('node_modules/plans/index.js', "export const plan = 'free';");
    expect(await start()).toBe('synthesising');
    expect(await start()).toBe('keeping');
    save('node_modules/plans/index.js', "export const plan = 'paid';");
    expect({ package: await start(), again: await start() }).toEqual({
      package: 'synthesising',
      again: 'keeping',
    });
    save('src/model.ts', "import { plan } from 'plans'; export default [plan];");
    expect({ model: await start(), again: await start() }).toEqual({
      model: 'synthesising',
      again: 'keeping',
    });
    save('.limits', '1');
    expect(await start()).toBe('synthesising');
  });
});

describe('an app runs again', () => {
  test.each<[string, string, (made: ReturnType<typeof app>) => void]>([
    ['when a source has changed that it loads', '', ({ save }) => save('names.cjs', '1;')],
    ['when there is a new source', '', ({ save }) => save('more.json', '{}')],
    ['when a source is gone', '', ({ place }) => rmSync(place('names.json'))],
    [
      'when cdk.json gives it another context',
      '',
      ({ save }) => save('cdk.json', '{ "app": "node app.cjs", "context": { "a": 1 } }'),
    ],
    [
      'when a package is another that has the size and the time of the one before',
      "require('plans');",
      ({ save, place }) => {
        const file = place('node_modules/plans/index.js');
        const { atime, mtime } = statSync(file);
        save('node_modules/plans/index.js', 'exports.a = 2');
        utimesSync(file, atime, mtime);
      },
    ],
    [
      'when a file has changed that it reads, wherever it is',
      "fs.readFileSync(elsewhere + '/settings.json');",
      ({ elsewhere }) => writeFileSync(path.join(elsewhere, 'settings.json'), '{ }'),
    ],
    [
      'when a file is there that it looked for',
      "fs.existsSync('.settings');",
      ({ save }) => save('.settings', ''),
    ],
    [
      'when there is one more file in a folder that it lists',
      'fs.readdirSync(elsewhere);',
      ({ elsewhere }) => writeFileSync(path.join(elsewhere, 'more.json'), ''),
    ],
    [
      'when a file has changed in a folder that it copies',
      '',
      ({ given }) => writeFileSync(path.join(given, 'asset.asset/index.mjs'), 'export { };'),
    ],
    [
      'when a variable has changed that it reads',
      'process.env.KEPT_TEST;',
      () => {
        process.env.KEPT_TEST = 'new';
      },
    ],
    [
      'when any variable has changed and it reads them all',
      '({ ...process.env });',
      () => {
        process.env.KEPT_TEST = 'new';
      },
    ],
    [
      'when somebody has changed the assembly',
      '',
      ({ data }) => {
        const file = path.join(data, 'cdk.out/Fixture.template.json');
        writeFileSync(file, readFileSync(file, 'utf8').replace('{}', '{ }'));
      },
    ],
    [
      'when the assembly is gone',
      '',
      ({ data }) => rmSync(path.join(data, 'cdk.out'), { recursive: true }),
    ],
  ])('%s', async (_, does, change) => {
    const made = app({ does });
    made.save('names.json', '');
    made.save('node_modules/plans/index.js', 'exports.a = 1');
    writeFileSync(path.join(made.elsewhere, 'settings.json'), '{}');
    expect(await made.again()).toEqual(['synthesising', 'keeping']);
    change(made);
    expect(await made.start()).toBe('synthesising');
  });

  test('when a file has changed behind a link in a folder that it copies', async () => {
    const { elsewhere, given, start, again } = app();
    symlinkSync(elsewhere, path.join(given, 'linked'));
    symlinkSync(given, path.join(given, 'circle'));
    expect(await again()).toEqual(['synthesising', 'keeping']);
    writeFileSync(path.join(elsewhere, 'settings.json'), '{}');
    expect(await start()).toBe('synthesising');
  });

  test('when a file changes while it runs, whichever of the two it has read', async () => {
    const { again } = app({
      does: "fs.readFileSync('names.cjs'); fs.utimesSync('names.cjs', 1, 1);",
    });
    expect(await again()).toEqual(['synthesising', 'synthesising']);
  });

  test.each([
    ['runs a program', "require('node:child_process').execSync('git --version');"],
    ['calls a server', "require('node:net').connect(9).on('error', () => {});"],
    ['starts a thread', "new (require('node:worker_threads').Worker)('1', { eval: true });"],
    ['writes into the project', "fs.appendFileSync('log.txt', '.');"],
    ['looks for files by a pattern', "fs.globSync('*.cjs');"],
  ])('each time if it %s, as nobody knows what it depends on', async (_, does) => {
    const { again } = app({ does });
    expect(await again()).toEqual(['synthesising', 'synthesising']);
  });

  test.each([
    ['another program before it', 'true && node app.cjs'],
    ['more of the shell', 'node app.cjs; true'],
    ['something else than Node.js', 'sh -c "node app.cjs"'],
  ])('each time if its command has %s', async (_, command) => {
    const { again } = app({ command });
    expect(await again()).toEqual(['synthesising', 'synthesising']);
  });

  test('if it is told to', async () => {
    const { start } = app();
    await start();
    expect(await start({ alwaysSynthesize: true })).toBe('synthesising');
    expect(await start()).toBe('keeping');
  });

  test('after a failure', async () => {
    const { start, save, data } = app();
    await start();
    save('names.cjs', 'throw new TypeError("no name");');
    await expect(start()).rejects.toMatchObject({ code: 'SYNTH_FAILED' });
    save('names.cjs', '');
    expect(await start()).toBe('synthesising');
    expect(existsSync(path.join(data, 'app/synthesis.json'))).toBe(true);
  });
});
