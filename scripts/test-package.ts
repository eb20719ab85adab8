/**
 * `npm run test:package`: installs the packed package into projects as others have them, type checks an app that uses
 * every module of it with several releases of TypeScript, synthesises it, and runs some of them with the packed command.
 * Needs `npm run build`.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { devAndRegister } from './package/dev-and-register.ts';
import { packCommand } from './package/install-command.ts';
import { pack } from './package/pack.ts';
import { COMPILERS, type Compiler, PROJECTS, type Project } from './package/projects.ts';
import { type Tarballs, testWorkspace } from './package/workspace.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '..');
/** All projects are in it, so that they share its `node_modules`. */
const folder = path.join(root, '.cache', 'package');
const apps = path.join(root, 'test', 'package', 'app');

/** What the projects have of the repository's own packages, in its releases. */
const SHARED = [
  ...['aws-cdk-lib', 'constructs', 'esbuild', 'tsx', 'zod', '@types/node'],
  ...['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb'],
];
const TS_NODE = '10.9.2';
const PNPM = '12.4.2';

interface Failed extends Error {
  readonly stdout?: string;
  readonly stderr?: string;
}

interface Task {
  readonly name: string;
  readonly work: () => Promise<void>;
}

const compilerOf = (compiler: Compiler) => `typescript-${compiler}`;

/**
 * Installs what doesn't change only once, and the package and its command each time.
 *
 * @returns their tarballs
 */
async function install(): Promise<Tarballs> {
  const { devDependencies } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const dependencies = {
    ...Object.fromEntries(SHARED.map((name) => [name, devDependencies[name]])),
    ...Object.fromEntries(
      Object.entries(COMPILERS).map(([name, version]) => [
        compilerOf(name as Compiler),
        `npm:typescript@${version}`,
      ]),
    ),
    'ts-node': TS_NODE,
    pnpm: PNPM,
  };
  const manifest = JSON.stringify({ name: 'projects', private: true, dependencies });
  const present = await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => '');
  const quiet = ['--no-audit', '--no-fund'];
  if (present !== manifest) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'package.json'), manifest);
    await run('npm', ['install', ...quiet], { cwd: folder });
  }
  const { filename } = await pack(root, folder);
  const tarballs = { library: path.join(folder, filename), command: await packCommand(folder) };
  for (const name of ['cdk-users-api', 'cdk-users-api-cli']) {
    await rm(path.join(folder, 'node_modules', name), { recursive: true, force: true });
  }
  await run('npm', ['install', '--no-save', ...quiet, ...Object.values(tarballs)], { cwd: folder });
  return tarballs;
}

async function makeProject(project: Project): Promise<void> {
  const place = path.join(folder, project.name);
  await rm(place, { recursive: true, force: true });
  await cp(apps, place, { recursive: true });
  const { type, compilerOptions } = project;
  const options = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    lib: ['es2022'],
  };
  const config = {
    compilerOptions: { ...options, ...compilerOptions },
    include: ['*.ts'],
  };
  await writeFile(
    path.join(place, 'package.json'),
    JSON.stringify({ name: 'app', private: true, type }),
  );
  await writeFile(path.join(place, 'tsconfig.json'), JSON.stringify(config, null, 2));
}

async function typeCheck(project: Project, compiler: Compiler): Promise<void> {
  const program = path.join(folder, 'node_modules', compilerOf(compiler), 'bin', 'tsc');
  const cwd = path.join(folder, project.name);
  await run(process.execPath, [program, '-p', cwd], { cwd });
}

async function synthesise(project: Project, parameters: readonly string[]): Promise<void> {
  const cwd = path.join(folder, project.name);
  const env = {
    ...process.env,
    ...{ CDK_OUTDIR: path.join(cwd, 'cdk.out'), CDK_VALIDATION: 'false' },
    // Without types, which were checked before.
    ...{ TS_NODE_COMPILER: compilerOf('5.9'), TS_NODE_TRANSPILE_ONLY: 'true' },
  };
  await run(process.execPath, parameters, { cwd, env });
  const [template] = (await readdir(env.CDK_OUTDIR)).filter((name) =>
    name.endsWith('.template.json'),
  );
  const { Resources } = JSON.parse(
    await readFile(path.join(env.CDK_OUTDIR, String(template)), 'utf8'),
  );
  const types = Object.values<{ Type: string }>(Resources).map(({ Type }) => Type);
  if (types.includes('AWS::ApiGatewayV2::Route')) return;
  throw new Error(`got a stack of ${types.length} resources, expected one with routes`);
}

async function runUnderDev({ name }: Project, parameters: readonly string[]): Promise<void> {
  const place = path.join(folder, name);
  const cdk = { app: `node ${parameters.join(' ')}` };
  await writeFile(path.join(place, 'cdk.json'), JSON.stringify(cdk));
  await devAndRegister({ folder: place, fields: { name: 'Ada' } });
}

function tasksOf(project: Project): Task[] {
  const { name, compilers, app, dev = false } = project;
  return [
    ...compilers.map((compiler) => ({
      name: `${name}, TypeScript ${compiler}`,
      work: () => typeCheck(project, compiler),
    })),
    ...(app ? [{ name: `${name}, synth`, work: () => synthesise(project, app) }] : []),
    ...(app && dev ? [{ name: `${name}, dev`, work: () => runUnderDev(project, app) }] : []),
  ];
}

/** Does all, a few at a time. @returns how many failed */
async function doAll(tasks: Task[]): Promise<number> {
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
      const { name, work } = task;
      try {
        await work();
        console.log(`ok      ${name}`);
      } catch (error) {
        failed++;
        const { message, stdout = '', stderr = '' } = error as Failed;
        console.log(`failed  ${name}\n${stdout}${stderr || message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return failed;
}

const tarballs = await install();
await Promise.all(PROJECTS.map(makeProject));
const workspace = {
  name: 'pnpm workspace, types and dev',
  work: () => testWorkspace(folder, tarballs, compilerOf('5.9')),
};
// The longest begins first.
const failed = await doAll([workspace, ...PROJECTS.flatMap(tasksOf)]);
if (failed > 0) process.exitCode = 1;
