import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { MAIN } from './project.ts';

interface Options {
  readonly cwd?: string;
  /** Beside `PATH`. @default - no variables */
  readonly env?: Readonly<Record<string, string>>;
  /** What the program reads. @default - nothing */
  readonly input?: string;
  /** @default - the command line */
  readonly program?: string;
}

/** Runs the command to its end; `errors` is without what Node.js itself warns of. */
export async function runCommand(
  args: readonly string[],
  { cwd, env = {}, input = '', program = MAIN }: Options = {},
) {
  const child = spawn(process.execPath, [program, ...args], {
    ...(cwd !== undefined && { cwd }),
    env: { PATH: process.env.PATH, ...env },
  });
  child.stdin.end(input);
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, output, errors: errors.replace(/^\(node:.*\n(\(Use .*\n)?/gm, '') };
}
