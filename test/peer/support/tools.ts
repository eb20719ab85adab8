/** What the tests against FastAPI Users need and the project does not: it is kept in `.cache/`. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { kept } from '../../../scripts/kept.ts';
import { pythonEnvironment } from '../../../scripts/python-environment.ts';

const run = promisify(execFile);

const PROJECT = path.join(import.meta.dirname, '../../..');
const REQUIREMENTS = path.join(PROJECT, 'scripts/requirements/fastapi-users.txt');
const CLIENTS = path.join(import.meta.dirname, '../clients');

/**
 * The Python that has FastAPI Users.
 *
 * @throws {Error} one line with what was got, what is expected, and how to fix it
 */
export async function peerPython(): Promise<string> {
  return path.join(await pythonEnvironment(REQUIREMENTS), 'python');
}

/**
 * The folder of the packages that make clients, installed as their lock file says when it changes. They
 * run no script of their own.
 *
 * @throws {Error} one line with what was got, what is expected, and how to fix it
 */
export function clientGenerators(): Promise<string> {
  return kept('peer-clients', CLIENTS, async (folder) => {
    const install = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
    await run('npm', install, { cwd: folder }).catch((error: Error & { stderr?: string }) => {
      const [first = error.message] = (error.stderr ?? '').split('\n').filter(Boolean);
      throw new Error(
        `npm: got ${JSON.stringify(first)}, expected to install test/peer/clients; look at the network ` +
          "and at npm's own settings (npm config list)",
      );
    });
  });
}
