/** Installs what is compared with, as its own lock file pins it, into `.cache/`. The project's packages stay as they are. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { kept } from '../scripts/kept.ts';

const run = promisify(execFile);

const all = new Map<string, Promise<string>>();

/**
 * The folder of a peer or a floor, with its packages. They run no script of their own.
 *
 * @param name such as `peers/better-auth`
 * @throws {Error} one line with what was got, what is expected, and how to fix it
 */
export function installed(name: string): Promise<string> {
  const known = all.get(name) ?? install(name);
  all.set(name, known);
  return known;
}

function install(name: string): Promise<string> {
  const source = path.join(import.meta.dirname, name);
  return kept(`bench-${path.basename(name)}`, source, async (folder) => {
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
    await run('npm', args, { cwd: folder }).catch((error: Error & { stderr?: string }) => {
      const [first = error.message] = (error.stderr ?? '').split('\n').filter(Boolean);
      throw new Error(
        `npm: got ${JSON.stringify(first)}, expected to install bench/${name}; look at the network ` +
          "and at npm's own settings (npm config list)",
      );
    });
  });
}
