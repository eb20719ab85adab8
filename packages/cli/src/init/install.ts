import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../failure.ts';
import type { Language } from './language.ts';

/** What installs the packages of npm. */
export const PACKAGE_MANAGERS = ['npm', 'pnpm'] as const;

export type PackageManager = (typeof PACKAGE_MANAGERS)[number];

interface Step {
  /** What a failure calls it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

const WINDOWS = process.platform === 'win32';
const VENV = WINDOWS ? '.venv\\Scripts\\python' : '.venv/bin/python';

/** The one that started this program, if it is one of ours. */
export function callingPackageManager(
  agent: string = process.env.npm_config_user_agent ?? '',
): PackageManager {
  return PACKAGE_MANAGERS.find((name) => agent.startsWith(`${name}/`)) ?? 'npm';
}

/** What a reader would type: npm's packages, and those of Python, which take longer and need none of the others. */
export function installSteps(
  language: Language,
  manager: PackageManager,
): readonly (readonly Step[])[] {
  const quiet = manager === 'npm' ? ['--no-audit', '--no-fund', '--loglevel=error'] : [];
  const npm = { name: `${manager} install`, command: manager, args: ['install', ...quiet] };
  if (language !== 'python') return [[npm]];
  const files = ['requirements.txt', 'requirements-dev.txt'].flatMap((name) => ['-r', name]);
  const pip = ['-m', 'pip', '--disable-pip-version-check', 'install', '--quiet', ...files];
  const python = WINDOWS ? 'python' : 'python3';
  const venv = { name: `${python} -m venv`, command: python, args: ['-m', 'venv', '.venv'] };
  return [[npm], [venv, { name: 'pip install', command: VENV, args: pip }]];
}

/**
 * Installs what an app needs, side by side what doesn't need each other; what the programs print goes to standard error.
 *
 * @throws Failure
 */
export async function install(folder: string, steps: readonly (readonly Step[])[]): Promise<void> {
  const outcomes = await Promise.allSettled(steps.map((some) => inOrder(folder, some)));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function inOrder(folder: string, steps: readonly Step[]): Promise<void> {
  for (const { name, command, args } of steps) {
    const own = path.join(folder, command);
    const child = spawn(existsSync(own) ? own : command, args, {
      cwd: folder,
      // npm and pnpm are scripts there.
      shell: WINDOWS,
      stdio: ['ignore', process.stderr, process.stderr],
    });
    const [outcome] = await once(child, 'close').catch((error: Error) => [error]);
    if (outcome === 0) continue;
    const line = [command, ...args].join(' ');
    const why =
      outcome instanceof Error
        ? `there is no ${command} on the PATH`
        : `${name} ended with ${outcome}`;
    throw new Failure(
      `the app is written, and its packages are not installed, as ${why}: go to ${folder} and run ${line}`,
    );
  }
}
