/**
 * `npm run bench:memory`: what the stack on this machine keeps in memory while it answers 20,000 requests over all its routes,
 * 32 at a time. Counts the whole process, with its threads and the client, and the processes that it has started. Needs
 * `npm run bundle`; on Linux.
 *
 * `-- FILE` takes another app, `-- FILE 5000` another number of requests.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLocalStack } from 'cdk-users-api-local';
import { CHEAP_HASH } from '../test/support/passwords.ts';
import { taken } from './measure/processes.ts';

const PROJECT = path.join(import.meta.dirname, '..');
const AT_ONCE = 32;
const SAMPLE_MS = 250;
/** The same sequence of routes in each run. */
const SEED = 14;

const [app, requests = '20000'] = process.argv.slice(2);

/** Resident megabytes of this process and all below it. */
const resident = () => taken(process.pid).mebibytes;

async function threads(): Promise<number> {
  return (await readdir('/proc/self/task')).length;
}

/** mulberry32. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const data = await mkdtemp(path.join(tmpdir(), 'bench-'));
const stack = await startLocalStack({
  project: PROJECT,
  data,
  port: 0,
  // A request takes a few milliseconds, so that many run within a minute.
  environment: { PASSWORD_HASH: CHEAP_HASH },
  ...(app !== undefined && { app }),
});
let peak = 0;
const sample = () => {
  peak = Math.max(peak, resident());
};
const sampling = setInterval(sample, SAMPLE_MS);
try {
  await stack.made;
  const before = resident();
  const { length } = stack.functions.names;
  console.log(`${length} functions, ${stack.routes.length} routes, ${requests} requests`);
  const row = (name: string, megabytes: number) =>
    console.log(`${name.padEnd(10)}${megabytes.toFixed(0).padStart(6)} MiB`);
  row('ready', before);

  const users = `${stack.url}/users`;
  const json = { 'content-type': 'application/json' };
  const user = { email: 'bench@example.com', password: 'correct horse battery' };
  await fetch(`${users}/register`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(user),
  });
  const form = new URLSearchParams({ username: user.email, password: user.password });
  const login = await fetch(`${users}/login/jwt`, { method: 'POST', body: form });
  const { access_token: token } = (await login.json()) as { access_token: string };

  const next = random(SEED);
  const statuses: Record<number, number> = {};
  let left = Number(requests);
  const client = async () => {
    while (left > 0) {
      left -= 1;
      const { key } = stack.routes[Math.floor(next() * stack.routes.length)] ?? { key: 'GET /' };
      const [method = 'GET', route = '/'] = key.split(' ');
      const isLogin = /\/login\//.test(route);
      const bodied = method !== 'GET';
      const request = () =>
        fetch(`${stack.url}${route.replace(/\{[^}]*\}/g, 'none')}`, {
          method: method === 'ANY' ? 'GET' : method,
          redirect: 'manual',
          headers: { authorization: `Bearer ${token}`, ...(bodied && !isLogin && json) },
          ...(bodied && {
            body: isLogin
              ? form
              : JSON.stringify({ ...user, email: `user${left}@example.com`, token: 'none' }),
          }),
        });
      // Once more if its connection was closed right then, as clients do.
      const response = await request().catch(request);
      await response.arrayBuffer();
      statuses[response.status] = (statuses[response.status] ?? 0) + 1;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  const seconds = (performance.now() - start) / 1000;
  sample();
  row('after', resident());
  row('peak', peak);
  console.log(`${await threads()} threads of the process after ${seconds.toFixed(0)} s`, statuses);
} finally {
  clearInterval(sampling);
  await stack.stop();
  await rm(data, { recursive: true, force: true });
}
