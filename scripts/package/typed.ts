/** Runs command lines as somebody types them. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

interface Terminal {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Where documents say that `dev` serves. */
const DOCUMENTED = 'http://127.0.0.1:3000';

/** @throws {Error} if it doesn't end with 0 */
export async function type(line: string, terminal: Terminal): Promise<void> {
  const stdio = ['ignore', 'inherit', 'inherit'] as const;
  const child = spawn(line, { ...terminal, shell: true, stdio: [...stdio] });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${line} ended with ${code}`);
}

export interface Typed {
  /** Lines that it printed until it was ready. */
  readonly output: readonly string[];
  /** What a command line prints at a second terminal, with the address that this one really has. */
  call(line: string): Promise<string>;
  /** As Ctrl-C does. */
  stop(): Promise<void>;
}

/** Types what goes on until it is stopped, such as `npm run dev`, and waits until it says where it is ready. */
export async function startTyped(line: string, { cwd, env }: Terminal): Promise<Typed> {
  // A group of its own, so that the signal reaches every process, as that of a terminal does.
  const child = spawn(line, {
    cwd,
    env: { ...env, PORT: '0' },
    shell: true,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const signal = (name: NodeJS.Signals) => process.kill(-Number(child.pid), name);
  const closed = once(child, 'close');
  const ready = Promise.withResolvers<string>();
  const output: string[] = [];
  createInterface(child.stdout).on('line', (text) => {
    output.push(text);
    const url = /^ready (\S+)$/.exec(text)?.[1];
    if (url !== undefined) ready.resolve(url);
  });
  const ended = closed.then(() => {
    throw new Error(`${line} ended before it was ready\n${output.join('\n')}`);
  });
  ended.catch(() => {});
  const url = await Promise.race([ready.promise, ended]);
  return {
    output,
    async call(other) {
      const command = other.replaceAll(DOCUMENTED, url);
      const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd, env });
      return stdout;
    },
    async stop() {
      signal('SIGINT');
      await closed;
    },
  };
}
