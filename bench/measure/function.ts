/** Functions by themselves, as Lambda runs them: a process, a module, a handler. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const ENVIRONMENT = path.join(import.meta.dirname, 'environment.mjs');

export interface LambdaFunction {
  readonly file: string;
  /** Of the export. */
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly event: object;
}

export interface Cold {
  /** From the spawn of its process to the first answer. */
  readonly ms: number;
  readonly cpuMs: number;
  /** Of that CPU time, until it was loaded. */
  readonly loadedMs: number;
}

export interface Warm {
  readonly p50: number;
  readonly cpuMs: number;
  /** Of the ten answers after the first. */
  readonly earlyCpuMs: number;
  readonly mebibytes: number;
}

/** The first answer of a new process. */
export async function cold(of: LambdaFunction): Promise<Cold> {
  const [{ ms = Number.NaN, said = {} } = {}] = await run(of, { warmUp: 0, times: 0 });
  return { ms, cpuMs: Number(said.answered), loadedMs: Number(said.loaded) };
}

/** Answers of one process, one after the other. */
export async function warm(of: LambdaFunction, times: Times): Promise<Warm> {
  const [, { said = {} } = {}] = await run(of, times);
  return {
    p50: Number(said.p50),
    cpuMs: Number(said.cpu),
    earlyCpuMs: Number(said.early),
    mebibytes: Number(said.mebibytes),
  };
}

interface Times {
  /** Answers that are not measured, after those ten. */
  readonly warmUp: number;
  readonly times: number;
}

interface Report {
  readonly ms: number;
  readonly said: Readonly<Record<string, number>>;
}

async function run(
  { file, name, environment, event }: LambdaFunction,
  times: Times,
): Promise<readonly Report[]> {
  const start = performance.now();
  const task = { module: pathToFileURL(file).href, name, event, ...times };
  const child = spawn(process.execPath, [ENVIRONMENT, JSON.stringify(task)], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const reports: Report[] = [];
  for await (const line of createInterface(child.stdio[3] as NodeJS.ReadableStream)) {
    reports.push({ ms: performance.now() - start, said: JSON.parse(line) });
  }
  const [code] = await closed;
  if (code !== 0 || reports.length === 0) throw new Error(`${file}: ${complaint}`);
  return reports;
}
