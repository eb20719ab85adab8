/** A pnpm workspace: the stack in one package, the user model and the functions in another. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { devAndRegister } from './dev-and-register.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');
const sources = path.join(root, 'test', 'package');

/** What is installed, as files. */
export interface Tarballs {
  readonly library: string;
  readonly command: string;
}

/** Without its package, each finds nothing: pnpm has no folder that all share. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  infra: ['aws-cdk-lib', 'constructs', 'esbuild', 'tsx', '@types/node'],
  functions: [
    ...['aws-cdk-lib', 'constructs', 'zod', '@types/node'],
    ...['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb'],
  ],
};

const CONFIG = {
  compilerOptions: {
    ...{ target: 'ES2022', module: 'NodeNext', moduleResolution: 'NodeNext', types: ['node'] },
    ...{ strict: true, noEmit: true, skipLibCheck: true },
  },
};

/**
 * Installs the workspace in a folder that has no `node_modules` above it, type checks both packages, and runs the stack
 * with the command.
 *
 * @param tools where pnpm and TypeScript are installed
 */
export async function testWorkspace(
  tools: string,
  { library, command }: Tarballs,
  typescript: string,
): Promise<void> {
  const workspace = await mkdtemp(path.join(tmpdir(), 'workspace-'));
  try {
    await makeWorkspace(workspace, { library, command });
    const pnpm = path.join(tools, 'node_modules', '.bin', 'pnpm');
    await run(pnpm, ['install', '--prefer-offline', '--no-frozen-lockfile'], { cwd: workspace });
    const tsc = path.join(tools, 'node_modules', typescript, 'bin', 'tsc');
    for (const name of Object.keys(PACKAGES)) {
      await run(process.execPath, [tsc, '-p', name], { cwd: workspace });
    }
    await devAndRegister({
      folder: path.join(workspace, 'infra'),
      command: [pnpm, 'exec', 'cdk-users-api'],
      fields: { name: 'Ada' },
    });
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

async function makeWorkspace(workspace: string, { library, command }: Tarballs): Promise<void> {
  const { devDependencies } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  await cp(path.join(sources, 'workspace'), workspace, { recursive: true });
  for (const file of ['model.ts', 'functions.ts']) {
    await cp(path.join(sources, 'app', file), path.join(workspace, 'functions', file));
  }
  const packages = JSON.stringify(Object.keys(PACKAGES));
  // What esbuild does when it is installed only makes it start faster.
  const settings = `packages: ${packages}\nstrictDepBuilds: false\n`;
  await writeFile(path.join(workspace, 'pnpm-workspace.yaml'), settings);
  await writeFile(path.join(workspace, 'package.json'), '{ "private": true }\n');
  for (const [name, needs] of Object.entries(PACKAGES)) {
    const dependencies = {
      ...Object.fromEntries(needs.map((each) => [each, devDependencies[each]])),
      'cdk-users-api': `file:${library}`,
      ...(name === 'infra' && { 'cdk-users-api-cli': `file:${command}` }),
    };
    const manifest = JSON.stringify({ name, private: true, type: 'commonjs', dependencies });
    await writeFile(path.join(workspace, name, 'package.json'), manifest);
    await writeFile(path.join(workspace, name, 'tsconfig.json'), JSON.stringify(CONFIG));
  }
  const cdk = JSON.stringify({ app: 'tsx app.ts' });
  await writeFile(path.join(workspace, 'infra', 'cdk.json'), cdk);
}
