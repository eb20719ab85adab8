import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { callingPackageManager, install, installSteps } from '../../src/init/install.ts';
import { LANGUAGES } from '../../src/init/language.ts';
import { manifestOf } from '../../src/init/manifest.ts';
import { namesOf } from '../../src/init/names.ts';
import { TEMPLATES } from '../../src/templates.ts';
import { version } from '../../src/version.ts';
import { MAIN } from '../support/project.ts';
import { runCommand } from '../support/run-command.ts';

const ROOT = path.join(import.meta.dirname, '../../../..');
/** What `npm create` runs. */
const CREATE = path.join(ROOT, 'packages/create-cdk-users-api/src/main.ts');

afterAll(removeTemporaryDirectories);

const run = (args: readonly string[], { cwd = temporaryDirectory(), program = MAIN } = {}) =>
  runCommand(program === MAIN ? ['init', ...args] : args, { cwd, program });

/** Paths of all files of a folder. */
const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();

const json = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

describe('a new app', () => {
  test.each(LANGUAGES)('in %s has its own name in files and texts', async (language) => {
    const cwd = temporaryDirectory();
    const { code, output, errors } = await run(
      ['todo-list', '--language', language, '--no-install'],
      { cwd },
    );
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toMatch(/^todo-list is ready\. Next:\n\n {2}cd todo-list\n {2}npm install/);
    const folder = path.join(cwd, 'todo-list');
    const files = filesOf(folder);
    expect(files).toEqual(expect.arrayContaining(['.gitignore', 'README.md', 'page/server.mjs']));
    for (const file of files) {
      const whole = file + readFileSync(path.join(folder, file), 'utf8');
      expect(/my-app|MyApp|my_app/.exec(whole)?.input).toBeUndefined();
    }
    expect(json(path.join(folder, 'package.json'))).toMatchObject({
      name: 'todo-list',
      devDependencies: { 'cdk-users-api-cli': version },
    });
  });

  test.each([
    ['typescript', 'lambda/mailer.ts'],
    ['python', 'functions/mailer/index.mjs'],
  ])('in %s mails nothing of a user, whose address nobody has proved', (language, mailer) => {
    const source = readFileSync(path.join(TEMPLATES, language, mailer), 'utf8');
    expect(source.match(/\buser\.\w+/g)).toEqual(['user.email']);
  });

  test.each(LANGUAGES)('in %s keeps keys and .env out of git', (language) => {
    const ignored = readFileSync(path.join(TEMPLATES, language, 'gitignore'), 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['.env', '*.pem']));
  });

  test.each([
    ['typescript', 'lambda/user-model.ts'],
    ['python', 'functions/user-model.mjs'],
  ])(
    'in %s has a README that makes a superuser with the fields of its model',
    async (language, file) => {
      const readme = readFileSync(path.join(TEMPLATES, language, 'README.md'), 'utf8');
      const fields = /create-user .* --superuser --fields '(.*)'\n/.exec(readme)?.[1] ?? '';
      const { default: model } = await import(path.join(TEMPLATES, language, file));
      expect(model.safeParse(JSON.parse(fields))).toMatchObject({ success: true });
      expect(model.safeParse({})).toMatchObject({ success: false });
    },
  );

  test('is the same by npm create', async () => {
    const [one, two] = [temporaryDirectory(), temporaryDirectory()];
    const args = ['app', '--no-install'];
    await run(args, { cwd: one });
    const { code, errors } = await run(args, { cwd: two, program: CREATE });
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    const files = filesOf(one);
    expect(filesOf(two)).toEqual(files);
    const read = (cwd: string) => files.map((file) => readFileSync(path.join(cwd, file), 'utf8'));
    expect(read(two)).toEqual(read(one));
  });

  test('may be written next to what git clone leaves', async () => {
    const cwd = temporaryDirectory();
    const folder = path.join(cwd, 'app');
    mkdirSync(path.join(folder, '.git'), { recursive: true });
    writeFileSync(path.join(folder, 'LICENSE'), '');
    expect(await run(['.', '--no-install'], { cwd: folder })).toMatchObject({ code: 0 });
  });

  test('is told to a program as one JSON object', async () => {
    const cwd = temporaryDirectory();
    const { output } = await run(['app', '--no-install', '--json', '--package-manager', 'pnpm'], {
      cwd,
    });
    expect(JSON.parse(output)).toEqual({
      folder: path.join(cwd, 'app'),
      language: 'typescript',
      packageManager: 'pnpm',
      installed: false,
      next: ['cd app', 'pnpm install', 'pnpm run dev'],
    });
    expect(readFileSync(path.join(cwd, 'app/pnpm-workspace.yaml'), 'utf8')).toMatch(
      /^allowBuilds:/,
    );
  });

  test('brings Node.js only to a machine that has an older one than Lambda', () => {
    const template = { dependencies: {}, devDependencies: {} };
    const options = { version, packageManager: 'npm' } as const;
    expect(manifestOf(template, { ...options, bringNode: true })).toMatchObject({
      devDependencies: { node: '24' },
      allowScripts: { node: true },
    });
    expect(manifestOf(template, { ...options, bringNode: false })).toMatchObject({
      devDependencies: {},
      allowScripts: { esbuild: false },
    });
  });

  test('has its packages of npm installed by the program that was called', () => {
    expect(['pnpm/11.0.0 npm/? node/v24.0.0', 'bun/1.4.5', ''].map(callingPackageManager)).toEqual([
      'pnpm',
      'npm',
      'npm',
    ]);
    expect(
      installSteps('python', 'npm')
        .flat()
        .map(({ command }) => command),
    ).toEqual(['npm', 'python3', '.venv/bin/python']);
  });
});

describe('nothing is written, and one line says why, with', () => {
  test.each([
    [2, [], 'which folder? Name a new one, such as my-app (--help shows the options)'],
    [
      2,
      ['app', '--language', 'go'],
      "option '--language <name>' argument 'go' is invalid. Allowed choices are typescript, python. (--help shows the options)",
    ],
    [
      2,
      ['app', '--package-manager', 'yarn'],
      "option '--package-manager <name>' argument 'yarn' is invalid. Allowed choices are npm, pnpm. (--help shows the options)",
    ],
    [
      2,
      ['1st-app'],
      'got "1st-app" as the name of the app: name a folder of letters, digits and hyphens that begins with a letter, such as my-app (--help shows the options)',
    ],
    [
      2,
      ['class', '--language', 'python'],
      'got "class" as the name of the app, and class is a keyword of Python: name another folder, such as class-app (--help shows the options)',
    ],
    [
      2,
      ['test', '--language', 'python'],
      'got "test" as the name of the app, and test is a module of Python\'s standard library: name another folder, such as test-app (--help shows the options)',
    ],
    [
      2,
      ['aws-cdk', '--language', 'python'],
      'got "aws-cdk" as the name of the app, and aws_cdk is a package that the app needs: name another folder, such as aws-cdk-app (--help shows the options)',
    ],
    [
      2,
      ['one', 'two'],
      "too many arguments for 'init'. Expected 1 argument but got 2: one, two. (--help shows the options)",
    ],
  ] as const)('exit code %i: %j', async (code, args, message) => {
    const cwd = temporaryDirectory();
    expect(await run([...args], { cwd })).toEqual({
      code,
      output: '',
      errors: `error: ${message}\n`,
    });
    expect(readdirSync(cwd)).toEqual([]);
  });

  test.each(['node_modules', 'node_modules/my-app'])('a folder of npm: %s', async (folder) => {
    const cwd = temporaryDirectory();
    expect(await run([folder, '--no-install'], { cwd })).toEqual({
      code: 2,
      output: '',
      errors: `error: ${path.join(cwd, folder)} is in node_modules, which belongs to npm: name a folder elsewhere (--help shows the options)\n`,
    });
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('a folder that is not empty', async () => {
    const cwd = temporaryDirectory();
    mkdirSync(path.join(cwd, 'app'));
    writeFileSync(path.join(cwd, 'app/notes.txt'), '');
    expect(await run(['app'], { cwd })).toEqual({
      code: 1,
      output: '',
      errors: 'error: app is not empty, it has notes.txt: name a new folder\n',
    });
    expect(readdirSync(path.join(cwd, 'app'))).toEqual(['notes.txt']);
  });

  test('a name that a file has', async () => {
    const cwd = temporaryDirectory();
    writeFileSync(path.join(cwd, 'app'), '');
    const { code, errors } = await run(['app'], { cwd });
    expect({ code, errors }).toEqual({
      code: 1,
      errors: `error: ${path.join(cwd, 'app')} is a file: name a new folder\n`,
    });
  });

  test('packages of Python that can not be installed: pip is named', async () => {
    const folder = temporaryDirectory();
    const [, python = []] = installSteps('python', 'npm');
    const pip = python.map((step) => ({ ...step, command: 'false', args: ['-m', 'pip'] })).slice(1);
    await expect(install(folder, [pip])).rejects.toThrow(
      `as pip install ended with 1: go to ${folder} and run false -m pip`,
    );
  });

  test('packages that can not be installed: the app is kept', async () => {
    const cwd = temporaryDirectory();
    const bin = temporaryDirectory();
    writeFileSync(path.join(bin, 'npm'), '#!/bin/sh\necho "the registry is down" >&2\nexit 7\n', {
      mode: 0o755,
    });
    const child = spawn(process.execPath, [MAIN, 'init', 'app'], {
      cwd,
      env: { PATH: `${bin}:${process.env.PATH}` },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    const folder = path.join(cwd, 'app');
    expect(code).toBe(1);
    expect(errors).toContain('the registry is down\n');
    expect(errors).toContain(
      `error: the app is written, and its packages are not installed, as npm install ended with 7: go to ${folder} and run npm install`,
    );
    expect(existsSync(path.join(folder, 'package.json'))).toBe(true);
  });
});

test('the packages that are published have one version', () => {
  const folders = ['.', 'packages/cli', 'packages/create-cdk-users-api'];
  const versions = folders.map((folder) => json(path.join(ROOT, folder, 'package.json')).version);
  expect(versions).toEqual([version, version, version]);
});

test.each([
  ['todo', { app: 'todo', stack: 'Todo', module: 'todo' }],
  ['My_App.v2', { app: 'my-app-v2', stack: 'MyAppV2', module: 'my_app_v2' }],
])('the folder %s names the app', (folder, names) => {
  expect(namesOf(folder)).toEqual(names);
});
