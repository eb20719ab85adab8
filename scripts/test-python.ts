/**
 * `npm run test:python`: makes the wheel of the package, installs it beside the oldest aws-cdk-lib that `package.json`
 * accepts, synthesises an app in Python, and runs it with the packed command. Needs `npm run build`.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { generate } from './languages/programs.ts';
import { devAndRegister } from './package/dev-and-register.ts';
import { installCommand } from './package/install-command.ts';
import { pythonEnvironment } from './python-environment.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '..');
const cache = path.join(root, '.cache', 'python');
const app = path.join(root, 'test', 'package', 'python', 'app.py');

interface Failed extends Error {
  readonly stdout?: string;
  readonly stderr?: string;
}

/** @returns the file of the wheel */
async function makeWheel(): Promise<string> {
  await rm(cache, { recursive: true, force: true });
  await generate(['--target', 'python', '--outdir', cache], root);
  const wheels = await readdir(path.join(cache, 'python'));
  const wheel = wheels.find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error(`got ${wheels.join(', ')}, expected a wheel`);
  return path.join(cache, 'python', wheel);
}

async function main(): Promise<void> {
  // The only packages from npm of a project in Python.
  const project = path.join(cache, 'project');
  const [wheel, programs] = await Promise.all([
    makeWheel(),
    pythonEnvironment(path.join(import.meta.dirname, 'requirements', 'python-app.txt')),
  ]);
  const python = path.join(programs, 'python');
  const pip = ['-m', 'pip', '--disable-pip-version-check'];
  // The rest is installed: what it asks for beyond that, `pip check` says.
  await run(python, [...pip, 'install', '--quiet', '--force-reinstall', '--no-deps', wheel]);
  await run(python, [...pip, 'check']);

  await installCommand(project);
  const cdk = { app: `"${python}" "${app}"` };
  await writeFile(path.join(project, 'cdk.json'), JSON.stringify(cdk));
  const { me, milliseconds } = await devAndRegister({
    folder: project,
    command: ['npx', 'cdk-users-api-cli'],
    fields: { name: 'Ada' },
  });
  const template = path.join(project, '.local', 'cdk.out', 'PythonApp.template.json');
  const { Resources } = JSON.parse(await readFile(template, 'utf8'));
  const count = Object.keys(Resources).length;
  if (count < 100) throw new Error(`got ${count} resources, expected a whole users API`);
  console.log(`${path.basename(wheel)} synthesises ${count} resources in Python`);
  const seconds = (milliseconds / 1000).toFixed(1);
  console.log(`dev runs them: ready in ${seconds} s, and ${me.email} has registered`);
}

main().catch(({ message, stdout = '', stderr = '' }: Failed) => {
  console.error(`test:python: ${message}\n${stdout}${stderr}`);
  process.exitCode = 1;
});
