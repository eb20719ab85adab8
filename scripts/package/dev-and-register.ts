/** Runs a project's stack as its user does, registers somebody, and reads who that is. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface DevProject {
  /** Where `cdk.json` is. */
  readonly folder: string;
  /** What runs the stack; `dev` and its options are added. @default npx cdk-users-api */
  readonly command?: readonly string[];
  /** @default - this process's */
  readonly env?: NodeJS.ProcessEnv;
  /** The path of the users API. @default /users */
  readonly path?: string;
  /** The path of a login that answers with a bearer token. @default /login/jwt */
  readonly login?: string;
  /** Custom fields of the user model, for the registration. @default - none */
  readonly fields?: Readonly<Record<string, unknown>>;
}

export interface Registered {
  /** What `me` answers. */
  readonly me: Readonly<Record<string, unknown>>;
  /** From the start of the command until every route answers, as the command says it. */
  readonly milliseconds: number;
}

/** Until every route answers: it builds, and synthesises, on a machine that does more than that. */
const READY = 180_000;
const USER = { email: 'ada@example.com', password: 'correct horse battery' };

/**
 * Starts `dev` on a port of its own with new data in `.local`, registers a user, logs in, reads `me`, and stops it
 * as Ctrl-C does.
 *
 * @throws {Error} with all that the command has printed, if a step fails or the command does not end well
 */
export async function devAndRegister(project: DevProject): Promise<Registered> {
  const { folder, command = ['npx', 'cdk-users-api'], env = process.env } = project;
  const [program = '', ...args] = [...command, 'dev'];
  const options = ['--json', '--port', '0', '--fresh', '--no-watch'];
  const windows = process.platform === 'win32';
  const child = spawn(program, [...args, ...options], {
    cwd: folder,
    env,
    shell: windows,
    // A group of its own, so that a signal reaches all of it as it does in a terminal.
    detached: !windows,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = (signal: NodeJS.Signals) => signalGroup(child, signal);
  const killed = () => kill('SIGKILL');
  process.once('exit', killed);
  const closed = once(child, 'close');
  const printed = outputOf(child);
  const timer = setTimeout(killed, READY);
  try {
    const { url, milliseconds } = await printed.ready;
    const me = await registerAndRead(url, project);
    kill('SIGINT');
    await closed;
    if (!printed.text().includes('{"type":"stopped",')) throw new Error('dev did not stop well');
    return { me, milliseconds };
  } catch (error) {
    killed();
    await closed.catch(() => {});
    throw new Error(`${folder}: ${(error as Error).message}\n${printed.text()}`);
  } finally {
    clearTimeout(timer);
    process.removeListener('exit', killed);
  }
}

interface Ready {
  readonly url: string;
  readonly milliseconds: number;
}

function outputOf(child: ChildProcess): { ready: Promise<Ready>; text: () => string } {
  const lines: string[] = [];
  const { promise: ready, resolve, reject } = Promise.withResolvers<Ready>();
  for (const input of [child.stdout, child.stderr]) {
    if (input === null) continue;
    createInterface({ input }).on('line', (line) => {
      lines.push(line);
      if (line.startsWith('{"type":"ready"')) resolve(JSON.parse(line));
    });
  }
  child.once('error', reject);
  child.once('close', () => reject(new Error('dev ended before its stack was ready')));
  return { ready, text: () => lines.join('\n') };
}

async function registerAndRead(
  url: string,
  { path = '/users', login = '/login/jwt', fields }: DevProject,
): Promise<Registered['me']> {
  const users = `${url}${path}`;
  await answer(201, `${users}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...USER, ...fields }),
  });
  const form = new URLSearchParams({ username: USER.email, password: USER.password });
  const { access_token } = await answer(200, `${users}${login}`, { method: 'POST', body: form });
  const headers = { authorization: `Bearer ${access_token}` };
  const me = await answer(200, `${users}/me`, { headers });
  if (me.email !== USER.email) throw new Error(`me answers ${JSON.stringify(me)}`);
  return me;
}

async function answer(expected: number, url: string, init: RequestInit): Promise<Registered['me']> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (response.status === expected) return JSON.parse(text);
  throw new Error(`got ${response.status} from ${url}, expected ${expected}: ${text}`);
}

function signalGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It has just ended.
  }
}
