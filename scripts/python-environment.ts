/**
 * A private Python environment for the checks that are written in Python. The machine's own Python
 * stays as it is, and what is installed depends only on the file of requirements.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The oldest Python with security fixes; most of the checks' packages support it. */
const OLDEST = [3, 10] as const;

/** `python3` can be old next to a newer one, as on macOS; Windows has only `python`. */
const NAMES = ['python3', 'python', ...[14, 13, 12, 11, 10].map((minor) => `python3.${minor}`)];

const WINDOWS = process.platform === 'win32';

interface Options {
  /** Where environments are kept; `.cache/` in the project. */
  readonly cache?: string;
  /** The oldest Python that the packages support. */
  readonly oldest?: readonly [major: number, minor: number];
  /** Variables that Python is looked for and run with. */
  readonly env?: NodeJS.ProcessEnv;
}

interface Failed extends Error {
  readonly stderr?: string;
}

interface Python {
  readonly command: string;
  /** Such as `3.12.4`. */
  readonly version: string;
}

/**
 * The folder of the programs that `requirementsFile` (pip's format, every package pinned, with its hashes) brings,
 * installed when they are needed for the first time. An interrupted installation starts again, as
 * does one for another version of Python.
 *
 * @throws {Error} one line with what was got, what is expected, and how to fix it
 */
export async function pythonEnvironment(
  requirementsFile: string,
  {
    cache = path.join(import.meta.dirname, '..', '.cache'),
    oldest = OLDEST,
    env = process.env,
  }: Options = {},
): Promise<string> {
  const python = await findPython(env, oldest);
  const requirements = await readFile(requirementsFile, 'utf8');
  const key = createHash('sha256').update(`${python.version}\n${requirements}`).digest('hex');
  const environment = path.join(cache, `python-${key.slice(0, 16)}`);
  const programs = path.join(environment, WINDOWS ? 'Scripts' : 'bin');
  // Programs contain the path of their folder, so they can't be installed elsewhere and moved here.
  const whole = path.join(environment, 'installed');
  if (existsSync(whole)) return programs;

  await rm(environment, { recursive: true, force: true });
  await mkdir(cache, { recursive: true });
  await run(python.command, ['-m', 'venv', environment], { env }).catch(() => {
    throw new Error(
      `Python: got no working venv module in ${python.command} ${python.version}, expected to make ` +
        'an environment with it; install it (on Debian and Ubuntu: apt install python3-venv)',
    );
  });
  const pip = ['-m', 'pip', '--disable-pip-version-check', 'install', '--quiet', '--no-input'];
  const install = [...pip, '--require-hashes', '--requirement', requirementsFile];
  await run(path.join(programs, 'python'), install, { env }).catch((error: Failed) => {
    throw new Error(
      `pip: got ${JSON.stringify(lastError(error.stderr) ?? error.message)}, expected to install ` +
        `${requirementsFile}; look at the network and at pip's own settings (pip config list)`,
    );
  });
  await writeFile(whole, '');
  return programs;
}

/**
 * The first that is new enough.
 *
 * @throws {Error} one line with what was got, what is expected, and how to fix it
 */
export async function findPython(
  env: NodeJS.ProcessEnv,
  oldest: readonly [major: number, minor: number] = OLDEST,
): Promise<Python> {
  const found: string[] = [];
  for (const command of NAMES) {
    const version = await versionOf(command, env);
    if (version === undefined) continue;
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major === oldest[0] && minor >= oldest[1]) return { command, version };
    found.push(`${command} ${version}`);
  }
  throw new Error(
    `Python: got ${found.join(', ') || 'none'}, expected ${oldest.join('.')} or newer; ` +
      'install one and have it on the PATH as python3',
  );
}

/** Undefined for a name that is no program, or one that only says where to buy it. */
async function versionOf(command: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const script = 'import platform; print(platform.python_version())';
  const answer = await run(command, ['-c', script], { env }).catch(() => undefined);
  return answer?.stdout.trim();
}

function lastError(output = ''): string | undefined {
  return output
    .split('\n')
    .findLast((line) => line.startsWith('ERROR: '))
    ?.slice('ERROR: '.length);
}
