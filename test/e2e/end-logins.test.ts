import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from '@jest/globals';
import { PASSWORD } from '../support/passwords.ts';
import { serviceRequests } from './iam/service-requests.ts';
import { type Answer, Client } from './support/client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn, shared } from './support/start.ts';

const PROJECT = path.join(import.meta.dirname, '../..');
const COMMAND = path.join(PROJECT, 'packages/cli/src/main.ts');
/** The backends of the app, and whether their logins can be refreshed. */
const BACKENDS = {
  jwt: false,
  cookie: false,
  mobile: true,
  web: true,
  session: false,
  browser: false,
  partner: false,
  'partner-app': true,
} as const;
type Backend = keyof typeof BACKENDS;

let system: ProxiedSystem;
let client: Client;

runOn(
  shared(async () => startProxiedSystem({ app: 'test/apps/logins.ts' })),
  async (started) => {
    system = started;
    client = new Client(system);
    await system.stack.made;
  },
);
afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));

/** What a login at a backend hands out, as requests carry it. */
interface Login {
  readonly backend: Backend;
  readonly headers: Readonly<Record<string, string>>;
  /** What a refresh takes. */
  readonly refresh?: { readonly headers: Record<string, string>; readonly json?: object };
}

async function login(backend: Backend, username: string): Promise<Login> {
  const { origin } = system;
  const form = { username, password: PASSWORD };
  const answer = await client.send('POST', `/login/${backend}`, { form, headers: { origin } });
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  if (answer.status === 204) {
    const [access = '', refresh] = cookies;
    return {
      backend,
      headers: { cookie: access },
      ...(refresh !== undefined && { refresh: { headers: { origin, cookie: refresh } } }),
    };
  }
  if (answer.status !== 200) throw new Error(`login at ${backend}: ${answer.text}`);
  const { access_token, refresh_token } = answer.json;
  return {
    backend,
    headers: { authorization: `Bearer ${access_token}` },
    ...(refresh_token !== undefined && { refresh: { headers: {}, json: { refresh_token } } }),
  };
}

/** Whether its credentials are taken. */
async function statusOf({ backend, headers, refresh }: Login) {
  const me = await client.send('GET', '/me', { headers });
  const refreshed: Answer | undefined =
    refresh && (await client.send('POST', `/refresh/${backend}`, refresh));
  return { backend, me: me.status, ...(refreshed && { refresh: refreshed.status }) };
}

const each = (me: number, refreshed: number) =>
  Object.entries(BACKENDS).map(([backend, refreshable]) => ({
    backend,
    me,
    ...(refreshable && { refresh: refreshed }),
  }));

async function everywhere(username: string): Promise<Login[]> {
  const logins: Login[] = [];
  for (const backend of Object.keys(BACKENDS) as Backend[]) {
    logins.push(await login(backend, username));
  }
  return logins;
}

const all = (logins: readonly Login[]) => Promise.all(logins.map(statusOf));

async function endLogins(...more: string[]): Promise<string> {
  const run = promisify(execFile);
  const args = [COMMAND, 'end-logins', '--url', system.stack.url, ...more];
  return (await run(process.execPath, args, { cwd: PROJECT })).stdout;
}

/** What five minutes do: every function reads its keys again. */
async function laterOn(): Promise<void> {
  const { functions } = system.stack;
  await Promise.all(functions.names.map((name) => functions.kill(name)));
}

test('an operator ends every login of every user, of every kind, and new logins work', async () => {
  const users = [await client.register(), await client.register()];
  const before = (await Promise.all(users.map(({ email }) => everywhere(email)))).flat();
  expect(await all(before)).toEqual([...each(200, 200), ...each(200, 200)].map(asRefreshed));

  const printed = await endLogins();
  // The shared secret, and the key pairs of two backends.
  expect(printed).toMatch(/^keys: 3 replaced/);
  expect(printed).toMatch(/stored sessions: 10 ended, of \d+ users\ndone\n$/);
  await laterOn();
  expect(await all(before)).toEqual([...each(401, 401), ...each(401, 401)]);

  const after = await everywhere(String(users[0]?.email));
  expect(await all(after)).toEqual(each(200, 200).map(asRefreshed));
  const keys = (await client.send('GET', '/.well-known/jwks.json')).json.keys;
  expect(keys).toHaveLength(4);
}, 120_000);

/** By cookie a refresh is answered 204. */
function asRefreshed<Status extends { backend: string; refresh?: number }>(status: Status): Status {
  return status.backend === 'web' ? { ...status, refresh: 204 } : status;
}

test('ending the logins again goes on where it was interrupted, and leaves logins of since', async () => {
  const { email } = await client.register();
  const [old] = [await login('session', email)];
  const since = new Date().toISOString();
  const left = ['LIST#0', 'LIST#1', 'LIST#2', 'LIST#3'].map((partition) => ({ partition, since }));
  // A session of the same millisecond counts as one of before.
  const young = await login('browser', (await client.register()).email);
  const token = Buffer.from(JSON.stringify(left)).toString('base64url');
  const printed = await endLogins('--resume', token);
  expect(printed).not.toMatch('keys:');
  expect({ old: (await statusOf(old)).me, young: (await statusOf(young)).me }).toEqual({
    old: 401,
    young: 200,
  });
  await expect(endLogins('--resume', 'nonsense')).rejects.toMatchObject({
    stderr: expect.stringContaining(
      "argument 'nonsense' is invalid. It has to be what a run has printed",
    ),
  });
});

test('the function that ends logins may do only what it does', () => {
  const { permissions, stack } = system;
  for (const { caller, request } of serviceRequests(stack)) permissions.judge(caller, request);
  expect(permissions.takeDenials()).toEqual([]);
  expect(permissions.unused().filter((grant) => grant.startsWith('UsersEndLogins'))).toEqual([]);
});
