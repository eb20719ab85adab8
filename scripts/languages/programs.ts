/** What the checks of languages share. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** A folder for each language, and what `jsii-pacmak` generated for it. */
export interface Generated {
  readonly folder: string;
  /** Of the app; in `test/package/`. */
  readonly app: string;
}

interface Failed extends Error {
  readonly stdout?: string;
  readonly stderr?: string;
}

/** Runs a program; all that it printed is in the error if it fails. */
export async function run(
  program: string,
  parameters: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, parameters, {
      maxBuffer: 64 * 1024 * 1024,
      ...options,
    });
    return stdout;
  } catch (error) {
    const { message, stdout = '', stderr = '' } = error as Failed;
    throw new Error(`${program} failed in ${options.cwd}\n${stdout}${stderr || message}`);
  }
}

/**
 * How many resources the template of a stack has.
 *
 * @throws {Error} if there are fewer than a users API has
 */
export async function resourcesIn(assembly: string, stack: string): Promise<number> {
  const text = await readFile(path.join(assembly, `${stack}.template.json`), 'utf8');
  const count = Object.keys(JSON.parse(text).Resources).length;
  if (count < 100) throw new Error(`got ${count} resources, expected a whole users API`);
  return count;
}
