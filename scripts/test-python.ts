/**
 * `npm run test:python`: makes the wheel of the package, installs it beside the oldest aws-cdk-lib that `package.json`
 * accepts, and synthesises an app in Python. Needs `npm run build`.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
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
  // Without the build of `prepack`.
  const pack = ['--pack-command', 'npm pack --ignore-scripts'];
  await run('jsii-pacmak', ['--target', 'python', '--outdir', cache, ...pack], { cwd: root });
  const wheels = await readdir(path.join(cache, 'python'));
  const wheel = wheels.find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error(`got ${wheels.join(', ')}, expected a wheel`);
  return path.join(cache, 'python', wheel);
}

async function main(): Promise<void> {
  const [wheel, programs] = await Promise.all([
    makeWheel(),
    pythonEnvironment(path.join(import.meta.dirname, 'requirements', 'python-app.txt')),
  ]);
  const python = path.join(programs, 'python');
  const pip = ['-m', 'pip', '--disable-pip-version-check'];
  // The rest is installed: what it asks for beyond that, `pip check` says.
  await run(python, [...pip, 'install', '--quiet', '--force-reinstall', '--no-deps', wheel]);
  await run(python, [...pip, 'check']);

  const env = { ...process.env, CDK_OUTDIR: path.join(cache, 'cdk.out'), CDK_VALIDATION: 'false' };
  await run(python, [app], { env });
  const file = path.join(env.CDK_OUTDIR, 'PythonApp.template.json');
  const { Resources } = JSON.parse(await readFile(file, 'utf8'));
  const count = Object.keys(Resources).length;
  if (count < 100) throw new Error(`got ${count} resources, expected a whole users API`);
  console.log(`${path.basename(wheel)} synthesises ${count} resources in Python`);
}

main().catch(({ message, stdout = '', stderr = '' }: Failed) => {
  console.error(`test:python: ${message}\n${stdout}${stderr}`);
  process.exitCode = 1;
});
