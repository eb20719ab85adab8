import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { startLocalSystem } from '../../e2e/support/local-system.ts';
import { peerPython } from './tools.ts';

/** The origin of a front end elsewhere, which both servers allow. */
export const FRONT_END = 'https://app.example.com';

/** FastAPI Users, or the API in its layout. */
export interface Server {
  /** Base URL, as a client is given it. */
  readonly url: string;
  /** Creates a user with flags, past the routes. */
  createUser(user: Readonly<Record<string, unknown>>): Promise<{ readonly id: string }>;
  /** The newest token that was mailed to an address. */
  mailed(type: MailType, email: string): Promise<string>;
  stop(): Promise<void>;
}

export type MailType = 'after-forgot-password' | 'after-request-verify';

interface Mail {
  readonly type: MailType;
  readonly email: string;
  readonly token: string;
}

/** The library itself, in a process of its own. It ends when this one does. */
export async function startPeer(): Promise<Server> {
  const program = path.join(import.meta.dirname, '../server.py');
  const child = spawn(await peerPython(), [program, FRONT_END], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const url = await Promise.race([
    readyUrl(child.stdout),
    ended.then(([code]) => {
      throw new Error(`FastAPI Users ended with ${code} before it was ready`);
    }),
  ]);
  const ask = async (route: string, json?: unknown) => {
    const response = await fetch(`${url}/_peer/${route}`, {
      ...(json !== undefined && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(json),
      }),
    });
    if (!response.ok) throw new Error(`${route}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return {
    url,
    createUser: async (user) => (await ask('users', user)) as { id: string },
    mailed: (type, email) =>
      eventually(async () => {
        const mails = (await ask('mailed')) as readonly Mail[];
        return mails.findLast((mail) => mail.type === type && mail.email === email)?.token;
      }, `a token of ${type}`),
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

async function readyUrl(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(output)) {
    const url = /^ready (\S+)$/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('FastAPI Users ended before it was ready');
}

/** The API of one of the apps for these tests. */
export async function startOurs(app: string): Promise<Server> {
  const system = await startLocalSystem({ app });
  await system.stack.made;
  return {
    url: system.origin,
    createUser: (user) => system.createUser(user),
    mailed: (type, email) =>
      eventually(async () => {
        const events = await system.events();
        return events.findLast(
          (event) => event['detail-type'] === type && event.detail.user.email === email,
        )?.detail.token;
      }, `an event ${type}`),
    stop: () => system.stop(),
  };
}
