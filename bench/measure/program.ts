/** A server in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { taken } from './processes.ts';

export interface ProgramOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The URL in a line that says where it listens. @default - of `ready URL` */
  readonly urlIn?: (line: string) => string | undefined;
}

const STOP_MS = 10_000;

export class Program {
  readonly #child: ChildProcess;
  readonly url: string;
  /** From its start until it said that it was ready. */
  readonly startMs: number;

  static async start(options: ProgramOptions): Promise<Program> {
    const { command, args, cwd, env, urlIn = (line) => /^ready (\S+)$/.exec(line)?.[1] } = options;
    const started = performance.now();
    // A group of its own, as a program of npm has others below it.
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const end = () => endGroup(child, 'SIGTERM');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2_000);
    });
    for await (const line of createInterface(child.stdout)) {
      const url = urlIn(line);
      if (url === undefined) continue;
      // What it prints is read on, or it would wait for that.
      child.stdout.resume();
      return new Program(child, url, performance.now() - started);
    }
    throw new Error(`${command} ${args.join(' ')} ended before it was ready: ${complaint}`);
  }

  private constructor(child: ChildProcess, url: string, startMs: number) {
    this.#child = child;
    this.url = url;
    this.startMs = startMs;
  }

  get taken(): ReturnType<typeof taken> {
    return taken(this.#child.pid ?? 0);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    endGroup(this.#child, 'SIGTERM');
    const timer = setTimeout(() => endGroup(this.#child, 'SIGKILL'), STOP_MS);
    await exit;
    clearTimeout(timer);
  }
}

/** A program and what it has started. */
function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid !== undefined) process.kill(-pid, signal);
}
