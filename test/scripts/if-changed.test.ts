import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { build } from 'esbuild';
import { ifChanged } from '../../scripts/if-changed.ts';

const ROOT = path.join(import.meta.dirname, '../..');

afterAll(removeTemporaryDirectories);

/** A project with a bundle of two files, built once. */
async function project() {
  const root = temporaryDirectory();
  /** Written a while ago, as sources are when a build begins. */
  const write = (file: string, text: string) => {
    writeFileSync(path.join(root, file), text);
    utimesSync(path.join(root, file), 1, 1);
  };
  write('main.js', "import { name } from './part.js'; console.log(name);");
  write('part.js', "export const name = 'first';");
  const bundle = async (options: { minify?: boolean } = {}) =>
    ifChanged({ root, record: '.cache/bundle.json', options }, async () => {
      const { metafile } = await build({
        ...options,
        absWorkingDir: root,
        entryPoints: ['main.js'],
        bundle: true,
        outfile: 'out.js',
        metafile: true,
      });
      return { inputs: Object.keys(metafile.inputs), outputs: Object.keys(metafile.outputs) };
    });
  const first = await bundle();
  return { root, write, bundle, first, out: () => readFileSync(path.join(root, 'out.js'), 'utf8') };
}

describe('a build', () => {
  test('is made once when nothing changes, whatever the times of the files are', async () => {
    const { root, bundle, first } = await project();
    utimesSync(path.join(root, 'part.js'), 2, 2);
    expect({ first, second: await bundle() }).toEqual({ first: true, second: false });
  });

  test('is made again when a file changes that is imported', async () => {
    const { write, bundle, out } = await project();
    write('part.js', "export const name = 'second';");
    expect(await bundle()).toBe(true);
    expect(out()).toContain('second');
    expect(await bundle()).toBe(false);
  });

  test('is made again when a file is gone that it made', async () => {
    const { root, bundle, out } = await project();
    rmSync(path.join(root, 'out.js'));
    expect(await bundle()).toBe(true);
    expect(out()).toContain('first');
  });

  test('is made again when somebody else changed what it made', async () => {
    const { bundle, out, write } = await project();
    write('out.js', '');
    expect(await bundle()).toBe(true);
    expect(out()).toContain('first');
  });

  test('is made again when an option changes', async () => {
    const { bundle } = await project();
    expect(await bundle({ minify: true })).toBe(true);
    expect(await bundle({ minify: true })).toBe(false);
    expect(await bundle()).toBe(true);
  });

  test('is made again when a file changed while it was being made', async () => {
    const { root, bundle } = await project();
    const later = Date.now() / 1000 + 60;
    writeFileSync(path.join(root, 'part.js'), "export const name = 'second';");
    utimesSync(path.join(root, 'part.js'), later, later);
    expect([await bundle(), await bundle()]).toEqual([true, true]);
  });

  test('is made each time where it cannot be recorded', async () => {
    const { root, write, bundle } = await project();
    rmSync(path.join(root, '.cache'), { recursive: true });
    write('.cache', 'a file where the folder should be');
    expect([await bundle(), await bundle()]).toEqual([true, true]);
  });

  test('is made again when the record of the last one cannot be read', async () => {
    const { write, bundle } = await project();
    write('.cache/bundle.json', '{');
    expect(await bundle()).toBe(true);
  });
});

test('the bundles of the project depend on their sources, the script and its tools', () => {
  const script = path.join(ROOT, 'scripts/run.cjs');
  const { status } = spawnSync(process.execPath, [script, 'scripts/bundle.ts'], { cwd: ROOT });
  expect(status).toBe(0);
  const record = path.join(ROOT, '.cache/bundle.json');
  const { inputs, outputs } = JSON.parse(readFileSync(record, 'utf8'));
  expect(inputs).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^lambda\/.*\bregister\.ts$/),
      'node_modules/esbuild/package.json',
      'package-lock.json',
      'scripts/bundle.ts',
      'scripts/event-schemas.ts',
      'scripts/if-changed.ts',
    ]),
  );
  expect(outputs).toEqual(
    expect.arrayContaining([
      'assets/THIRD-PARTY-LICENSES.txt',
      'assets/event-schemas.json',
      'assets/handlers/register.mjs',
    ]),
  );
});
