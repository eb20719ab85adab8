import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { isObject } from '../cloudformation/template.ts';
import { LocalError } from '../errors.ts';
import { versionOf } from './database-version.ts';
import { guard } from './guardian.ts';
import { hiddenAddress } from './hidden-address.ts';
import { indexStreams } from './stream-index.ts';

/** A DynamoDB engine that answers. */
export interface Engine {
  readonly endpoint: string;
  /** Another number after each write; undefined if it can't be told. */
  version?(): number | undefined;
  stop(): Promise<void>;
}

export interface EngineOptions {
  readonly binary: string;
  /** The SQLite file that holds the tables. */
  readonly database: string;
  /** The engine ended although nobody asked it to. */
  readonly onExit?: (error: LocalError) => void;
}

/** A program that serves DynamoDB. */
export interface EngineProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly port: number;
  /** Where it will listen. @default 127.0.0.1 */
  readonly host?: string;
  /** The folder it runs in. @default - the working directory */
  readonly cwd?: string;
  /** Milliseconds for its start. @default 10 seconds */
  readonly deadline?: number;
  /** The engine ended although nobody asked it to. */
  readonly onExit?: (error: LocalError) => void;
}

const START_DEADLINE = 10_000;
const STOP_DEADLINE = 2_000;

/**
 * Starts dynoxide. It answers any page with `Access-Control-Allow-Origin: *`, whatever signs a
 * request, and has no option against that: so it listens where no browser goes.
 *
 * @throws {LocalError} `ENGINE_FAILED`
 */
export async function startEngine({ binary, database, onExit }: EngineOptions): Promise<Engine> {
  const { host, port } = await hiddenAddress();
  const args = ['serve', '--host', host, '--port', String(port), '--db-path', database];
  const engine = await runEngine({ command: binary, args, host, port, onExit });
  await indexStreams(database);
  const version = await versionOf(database);
  return {
    ...engine,
    version: () => version?.read(),
    async stop() {
      version?.close();
      await engine.stop();
    },
  };
}

/**
 * Starts an engine and waits until it answers. It does not outlive this process.
 *
 * @throws {LocalError} `ENGINE_FAILED`
 */
export async function runEngine(program: EngineProgram): Promise<Engine> {
  const { command, args, port, cwd, onExit, deadline = START_DEADLINE } = program;
  const endpoint = `http://${program.host ?? '127.0.0.1'}:${port}`;
  // Its own process group: Ctrl-C in the terminal must reach only us, or the engine would be gone
  // before the requests under way are done.
  const child = spawn(command, args, { cwd, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2_000);
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const exited = new Promise<LocalError>((resolve) => {
    const fail = (reason: string) =>
      resolve(new LocalError('ENGINE_FAILED', `the DynamoDB engine ${reason}`, complaint.trim()));
    child.once('error', (error) => fail(`does not start: ${error.message}`));
    // `close` rather than `exit`: by then all its complaints have been read.
    child.once('close', (code, signal) => fail(`ended (${signal ?? code})`));
  });
  void exited.then(() => process.removeListener('exit', kill));
  const guardian = guard(child.pid);
  try {
    await answers(endpoint, exited, deadline);
  } catch (error) {
    kill();
    guardian.dismiss();
    throw error;
  }
  let stopping = false;
  void exited.then((error) => {
    if (!stopping) onExit?.(error);
  });
  return {
    endpoint,
    async stop() {
      stopping = true;
      await terminate(child);
      guardian.dismiss();
    },
  };
}

/**
 * Waits until an endpoint speaks DynamoDB.
 *
 * @throws {LocalError} `ENGINE_FAILED`
 */
export async function answers(
  endpoint: string,
  exited: Promise<LocalError> = new Promise(() => {}),
  deadline = START_DEADLINE,
): Promise<void> {
  const giveUp = performance.now() + deadline;
  for (;;) {
    const ended = await Promise.race([exited, isDynamoDb(endpoint)]);
    if (ended === true) return;
    if (ended !== false) throw ended;
    if (performance.now() > giveUp) {
      throw new LocalError('ENGINE_FAILED', `no DynamoDB engine answers at ${endpoint}`);
    }
    await wait(5);
  }
}

/** Needs no signature: an engine that checks it refuses in JSON. */
async function isDynamoDb(endpoint: string): Promise<boolean> {
  try {
    // Not by `fetch`, which refuses the ports that browsers refuse.
    const asked = request(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'DynamoDB_20120810.ListTables',
      },
      signal: AbortSignal.timeout(2_000),
    });
    asked.end('{}');
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    const answer = await json(response);
    return response.statusCode === 400 || (isObject(answer) && 'TableNames' in answer);
  } catch {
    return false;
  }
}

async function terminate(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE);
  await exit;
  clearTimeout(timer);
}
