/**
 * `npm run test:floor`: the built package works with the oldest aws-cdk-lib and constructs that `package.json`
 * accepts, as it does with those of the repository, the newest. On both it type checks the library and synthesises
 * every app of the tests and the examples; the stacks have to have the same resources. Lists what aws-cdk-lib calls
 * deprecated. Needs `npm run build`.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { appsIn, runApps } from './apps/apps.ts';
import { makeProject, type Packages } from './floor/project.ts';
import { differences, resourcesOf } from './floor/templates.ts';

const root = path.join(import.meta.dirname, '..');
const cache = path.join(root, '.cache', 'floor');

interface Outcome {
  /** Resources by app. */
  readonly apps: ReadonlyMap<string, readonly string[]>;
  readonly failures: readonly string[];
  readonly deprecations: readonly string[];
}

/** `^2.252.0` accepts 2.252.0 and nothing before it. */
async function floor(): Promise<Packages> {
  const { peerDependencies } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  return Object.fromEntries(
    Object.entries<string>(peerDependencies).map(([name, range]) => [name, range.slice(1)]),
  );
}

/** Runs a program of `node_modules/.bin`, or node, and returns all it printed. */
function output(command: string, parameters: readonly string[], cwd: string, env = process.env) {
  const child = spawn(command, parameters, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts: string[] = [];
  child.stdout.on('data', (data) => texts.push(String(data)));
  child.stderr.on('data', (data) => texts.push(String(data)));
  return new Promise<{ readonly status: number | null; readonly text: string }>((done, fail) => {
    child.once('error', fail);
    child.once('close', (status) => done({ status, text: texts.join('') }));
  });
}

async function synthesise(folder: string): Promise<Outcome> {
  const files = await appsIn(folder);
  const text = await runApps(
    folder,
    files.map((file) => ({ file, out: file })),
  );
  const apps = new Map<string, readonly string[]>();
  const failures: string[] = [];
  for (const file of files) {
    const name = path.relative(folder, file);
    if (existsSync(`${file}.error`)) {
      failures.push(`${name}: ${await readFile(`${file}.error`, 'utf8')}`);
    } else if (existsSync(`${file}.out`)) {
      apps.set(name, await resourcesOf(`${file}.out`));
    } else {
      failures.push(`${name}: got no cloud assembly; the apps said ${text.slice(-2000)}`);
    }
  }
  const deprecations = text.match(/^.*\[WARNING\].*deprecated.*$/gm) ?? [];
  return { apps, failures, deprecations: [...new Set(deprecations)] };
}

/** The library's sources, which say what the declarations of the package say, by the installed types. */
async function typeCheck(folder: string, packages: Packages): Promise<string[]> {
  const file = path.join(folder, 'tsconfig.json');
  const paths = Object.fromEntries(
    Object.keys(packages).flatMap((name) => {
      const found = path.join(folder, 'node_modules', name);
      return [
        [name, [found]],
        [`${name}/*`, [`${found}/*`]],
      ];
    }),
  );
  const config = {
    extends: path.join(root, 'tsconfig.json'),
    compilerOptions: { paths, typeRoots: [path.join(root, 'node_modules/@types')] },
    include: ['bin', 'examples', 'lib', 'test/apps'].map((name) => path.join(root, name)),
  };
  await writeFile(file, JSON.stringify(config));
  const { status, text } = await output('tsc', ['-p', file], root);
  return status === 0 ? [] : [text.trim()];
}

async function main(): Promise<void> {
  const oldest = await floor();
  const names = Object.entries(oldest).map(([name, version]) => `${name} ${version}`);
  const [at, newest] = [path.join(cache, 'oldest'), path.join(cache, 'newest')];
  await makeProject(root, newest, {});
  await makeProject(root, at, oldest);
  const [types, before, after] = await Promise.all([
    typeCheck(at, oldest),
    synthesise(at),
    synthesise(newest),
  ]);
  const faults = [...types, ...before.failures, ...after.failures];
  for (const [app, resources] of before.apps) {
    const different = differences(resources, after.apps.get(app) ?? []);
    faults.push(...different.map((line) => `${app}: ${line}`));
  }
  for (const [where, { deprecations }] of Object.entries({ oldest: before, newest: after })) {
    for (const line of deprecations) console.log(`${where}: ${line.trim()}`);
  }
  for (const fault of faults) console.error(fault);
  if (faults.length > 0 || before.apps.size === 0) {
    throw new Error(`got ${faults.length} faults, expected none with ${names.join(' and ')}`);
  }
  console.log(`${before.apps.size} apps have the same resources with ${names.join(' and ')}`);
}

main().catch((error: unknown) => {
  console.error(`test:floor: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
