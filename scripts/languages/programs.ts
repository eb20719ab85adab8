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

interface Options {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What the program reads. @default - nothing */
  readonly input?: string;
}

/** Runs a program; all that it printed is in the error if it fails. @returns its output */
export async function run(
  program: string,
  parameters: readonly string[],
  { input = '', ...options }: Options,
): Promise<string> {
  const running = promisify(execFile)(program, parameters, { maxBuffer: 2 ** 28, ...options });
  running.child.stdin?.end(input);
  try {
    return (await running).stdout;
  } catch (error) {
    const { message, stdout = '', stderr = '' } = error as Failed;
    throw new Error(`${program} failed in ${options.cwd}\n${stdout}${stderr || message}`);
  }
}

/**
 * Generates the package for other languages, from its folder. The tarball inside is made without the build of
 * `prepack`, by an environment variable: for a command of one's own, `jsii-pacmak` copies the folder with all in it.
 */
export async function generate(parameters: readonly string[], folder: string): Promise<void> {
  const env = { ...process.env, npm_config_ignore_scripts: 'true' };
  await run('jsii-pacmak', parameters, { cwd: folder, env });
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
