import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** Runs a program to its end; what it says is only worth reading when it fails. */
export async function run(
  program: string,
  args: readonly string[],
  { cwd, variables = {} }: { cwd: string; variables?: Readonly<Record<string, string>> },
): Promise<{ code: number | null; output: string; said: string }> {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const child = spawn(program, args, { cwd, env: { ...inherited, ...variables } });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, output, said: code === 0 ? '' : `${output}\n${errors}` };
}
