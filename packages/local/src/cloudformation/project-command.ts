import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';

export interface ProjectCommand {
  readonly command: string;
  /** Where it runs, with the programs of its `node_modules` on the `PATH`. */
  readonly project: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** Kills it and everything that it runs. */
  readonly signal?: AbortSignal | undefined;
}

/** How a command has ended, and what it has printed. */
export interface CommandResult {
  readonly status: number | null;
  readonly output: string;
}

export interface StartedCommand {
  readonly result: Promise<CommandResult>;
  /** What it has printed so far. */
  output(): string;
  /** Resolves once it has printed something, or has ended. */
  prints(text: string): Promise<void>;
  /** Writes to its standard input, which ends with it. */
  tell(text: string): void;
  /** Kills it and everything that it runs. */
  kill(): void;
}

/** Runs a command line of a CDK project to its end. */
export function runInProject(options: ProjectCommand): Promise<CommandResult> {
  const { signal } = options;
  const { result, tell, kill } = startInProject(options);
  tell('');
  signal?.addEventListener('abort', kill);
  return result.finally(() => signal?.removeEventListener('abort', kill));
}

/** The environment in which a command runs. */
export function surroundingsOf({
  project,
  variables,
}: Pick<ProjectCommand, 'project' | 'variables'>): NodeJS.ProcessEnv {
  const bin = path.join(project, 'node_modules', '.bin');
  return { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}`, ...variables };
}

/** Starts a command line of a CDK project. It ends with this process at the latest. */
export function startInProject(options: ProjectCommand): StartedCommand {
  const { project, command } = options;
  const windows = process.platform === 'win32';
  const child = spawn(withoutNpx(command, project), {
    cwd: project,
    shell: true,
    // Its own process group, so that the shell and what it runs stop together.
    detached: !windows,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: surroundingsOf(options),
  });
  const kill = () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    if (windows) child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  };
  process.once('exit', kill);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  // It may have ended before it has read anything.
  child.stdin.on('error', () => {});
  const result = new Promise<CommandResult>((done, fail) => {
    child.once('error', fail);
    child.once('close', (status) => {
      process.removeListener('exit', kill);
      done({ status, output });
    });
  });
  const prints = async (text: string) => {
    const seen = Promise.withResolvers<void>();
    const look = () => output.includes(text) && seen.resolve();
    for (const stream of [child.stdout, child.stderr]) stream.on('data', look);
    look();
    await Promise.race([seen.promise, result.catch(() => {})]);
    for (const stream of [child.stdout, child.stderr]) stream.removeListener('data', look);
  };
  return { result, output: () => output, prints, tell: (text) => void child.stdin.end(text), kill };
}

/** Runs a program by itself, without a shell. */
export async function runProgram(
  program: string,
  args: readonly string[],
  cwd: string,
  signal?: AbortSignal,
): Promise<CommandResult> {
  const child = spawn(program, args, { cwd, signal, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const [status] = await once(child, 'close');
  return { status, output };
}

/** A tool that is installed needs no `npx`, which costs half a second each time. */
function withoutNpx(command: string, project: string): string {
  return command.replace(/(^|&& *)npx (?:--no-install )?([\w-]+)/g, (whole, before, tool) =>
    existsSync(path.join(project, 'node_modules', '.bin', tool)) ? `${before}${tool}` : whole,
  );
}
