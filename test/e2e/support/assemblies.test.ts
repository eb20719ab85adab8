import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { assemblyOf, SOURCES } from './assemblies.ts';

/** Counts its runs, and writes what `lib/` says into an assembly. */
const APP = `
  const fs = require('node:fs');
  fs.appendFileSync('runs', '.');
  fs.mkdirSync(process.env.CDK_OUTDIR, { recursive: true });
  fs.writeFileSync(process.env.CDK_OUTDIR + '/manifest.json', fs.readFileSync('lib/file'));`;

afterAll(removeTemporaryDirectories);

/** A project with a file in each of the sources. */
function makeProject(app = APP): string {
  const project = temporaryDirectory();
  for (const source of SOURCES) {
    if (source.endsWith('.json')) continue;
    mkdirSync(path.join(project, source, 'nested'), { recursive: true });
    writeFileSync(path.join(project, source, 'file'), 'one');
    writeFileSync(path.join(project, source, 'nested/file'), 'one');
  }
  writeFileSync(path.join(project, 'bin/app.cjs'), app);
  writeFileSync(path.join(project, 'cdk.json'), '{"app":"node bin/app.cjs"}');
  writeFileSync(path.join(project, 'package-lock.json'), '{}');
  return project;
}

const runs = (project: string) => readFileSync(path.join(project, 'runs'), 'utf8').length;
const said = (assembly: string) => readFileSync(path.join(assembly, 'manifest.json'), 'utf8');

describe('the assembly of an app', () => {
  test('is made once, and is the same afterwards', async () => {
    const project = makeProject();
    const assembly = await assemblyOf(project);
    expect(said(assembly)).toBe('one');
    expect(await assemblyOf(project)).toBe(assembly);
    expect(runs(project)).toBe(1);
  });

  test.each(SOURCES)('is another one after a change in %s', async (source) => {
    const project = makeProject();
    const one = await assemblyOf(project);
    const file = source.endsWith('.json') ? source : `${source}/nested/file`;
    writeFileSync(path.join(project, file), '{"app": "node bin/app.cjs"}');
    expect(await assemblyOf(project)).not.toBe(one);
    expect(runs(project)).toBe(2);
  });

  test('is another one where a file is new, has another name, or is gone', async () => {
    const project = makeProject();
    const assemblies = new Set([await assemblyOf(project)]);
    const [file, moved] = ['lib/new', 'lib/moved'].map((name) => path.join(project, name));
    writeFileSync(String(file), 'two');
    assemblies.add(await assemblyOf(project));
    rmSync(String(file));
    writeFileSync(String(moved), 'two');
    assemblies.add(await assemblyOf(project));
    rmSync(path.join(project, 'lib/nested/file'));
    assemblies.add(await assemblyOf(project));
    expect(assemblies.size).toBe(4);
  });

  test('follows a change of the sources, and the way back', async () => {
    const project = makeProject();
    for (const text of ['one', 'two', 'one']) {
      writeFileSync(path.join(project, 'lib/file'), text);
      expect(said(await assemblyOf(project))).toBe(text);
    }
    expect(runs(project)).toBe(2);
  });

  test('is another one in another environment, whichever worker asks', async () => {
    const project = makeProject();
    const one = await assemblyOf(project);
    process.env.JEST_WORKER_ID = '77';
    expect(await assemblyOf(project)).toBe(one);
    process.env.TEST_OF_ASSEMBLIES = 'changed';
    expect(await assemblyOf(project)).not.toBe(one);
    delete process.env.TEST_OF_ASSEMBLIES;
  });

  test('is each app’s own', async () => {
    const project = makeProject();
    writeFileSync(path.join(project, 'test/apps/app.cjs'), APP);
    const own = await assemblyOf(project, 'test/apps/app.cjs');
    expect(own).not.toBe(await assemblyOf(project));
    expect(await assemblyOf(project, path.join(project, 'test/apps/app.cjs'))).toBe(own);
  });

  test('is one for all callers at the same time', async () => {
    const project = makeProject();
    const all = await Promise.all(Array.from({ length: 3 }, () => assemblyOf(project)));
    expect(new Set(all).size).toBe(1);
    expect(said(String(all[0]))).toBe('one');
  });

  test('is made again if a source changed in between', async () => {
    const project = makeProject(`${APP}\nfs.writeFileSync('lib/file', 'two');`);
    expect(said(await assemblyOf(project))).toBe('two');
    expect(runs(project)).toBe(2);
  });

  test('is not kept if the app fails', async () => {
    const project = makeProject(`${APP}\nif (!fs.existsSync('fixed')) process.exit(1);`);
    await expect(assemblyOf(project)).rejects.toMatchObject({ code: 'SYNTH_FAILED' });
    writeFileSync(path.join(project, 'fixed'), '');
    expect(said(await assemblyOf(project))).toBe('one');
    expect(runs(project)).toBe(2);
  });

  test('goes when nobody has used it for a while, and another one comes', async () => {
    const project = makeProject();
    const change = (text: string) => writeFileSync(path.join(project, 'lib/file'), text);
    const unused = await assemblyOf(project);
    change('two');
    const used = await assemblyOf(project);
    for (const each of [unused, used]) utimesSync(each, 0, 0);
    expect(await assemblyOf(project)).toBe(used);
    change('three');
    await assemblyOf(project);
    expect({ unused: existsSync(unused), used: existsSync(used) }).toEqual({
      unused: false,
      used: true,
    });
  });

  test.each(['README.ts', '../app.ts', 'test/app.ts'])(
    'of %s is refused, whose changes would not be seen',
    async (app) => {
      await expect(assemblyOf(makeProject(), app)).rejects.toThrow(
        `app: got ${app}, expected a file in assets, bin, `,
      );
    },
  );
});
