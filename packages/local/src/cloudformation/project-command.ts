import { spawn } from 'node:child_process';
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

/** Lines of an error that are worth showing. */
const ERROR_LINES = 12;

/** Runs a command line of a CDK project to its end. */
export function runInProject(
  options: ProjectCommand,
): Promise<{ status: number | null; output: string }> {
  const { project, variables, signal } = options;
  const bin = path.join(project, 'node_modules', '.bin');
  const windows = process.platform === 'win32';
  const child = spawn(withoutNpx(options), {
    cwd: project,
    shell: true,
    // Its own process group, so that the shell and what it runs stop together.
    detached: !windows,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}`, ...variables },
  });
  const kill = () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    if (windows) child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  };
  signal?.addEventListener('abort', kill);
  process.once('exit', kill);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (status) => {
      signal?.removeEventListener('abort', kill);
      process.removeListener('exit', kill);
      done({ status, output });
    });
  });
}

/** A tool that is installed needs no `npx`, which costs half a second each time. */
function withoutNpx({ command, project }: ProjectCommand): string {
  return command.replace(/(^|&& *)npx (?:--no-install )?([\w-]+)/g, (whole, before, tool) =>
    existsSync(path.join(project, 'node_modules', '.bin', tool)) ? `${before}${tool}` : whole,
  );
}

/** The message of an error in what a command printed, and the first frames of its stack. */
export function excerpt(output: string): string {
  const lines = output
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at .*node_modules/.test(line));
  const start = lines.findIndex((line) => /\b\w*Error\b/.test(line));
  return lines.slice(Math.max(start, 0)).slice(0, ERROR_LINES).join('\n');
}
