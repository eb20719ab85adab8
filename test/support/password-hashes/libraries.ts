/** The libraries that make hashes of other systems, kept in `.cache/`. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { kept } from '../../../scripts/kept.ts';
import { pythonEnvironment } from '../../../scripts/python-environment.ts';

const run = promisify(execFile);

const HERE = import.meta.dirname;
const REQUIREMENTS = path.join(HERE, '../../../scripts/requirements/password-hashes.txt');

/** The Python that has those of PyPI. */
export async function hashingPython(): Promise<string> {
  return path.join(await pythonEnvironment(REQUIREMENTS), 'python');
}

/** The folder that has those of npm, and the programs of `npm/`. */
export function hashingModules(): Promise<string> {
  return kept('password-hashes', path.join(HERE, 'npm'), async (copy) => {
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: copy });
  });
}
