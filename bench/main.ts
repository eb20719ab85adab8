/**
 * `npm run bench`: what the stack on this machine takes, as ratios against a floor in the same run:
 * a login against the bare hash, `me` against a route that API Gateway refuses by itself, and what a cold start
 * loads against a function that has only a client of DynamoDB. With `--save` it writes the CPU time of requests to
 * `bench/measured.json`, from which `docs/cost.md` is computed.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { startLocalStack } from 'cdk-users-api-local';
import { currentScheme } from '../lambda/adapters/passwords/schemes.ts';
import { ACTIONS } from '../lib/contract/index.ts';
import { DEFAULT_HASH } from '../lib/contract/password-hash.ts';
import { loadedOf } from '../scripts/bundle/handlers.ts';
import { floorIn, importTimes } from './imports.ts';

const PROJECT = path.join(import.meta.dirname, '..');
const HANDLERS = path.join(PROJECT, 'assets', 'handlers');
const WARM_UP = 5;
const USER = { email: 'bench@example.com', password: 'correct horse battery' };

/** Median of the milliseconds that a call takes. */
async function median(times: number, call: () => Promise<unknown>): Promise<number> {
  for (let count = 0; count < WARM_UP; count++) await call();
  const taken: number[] = [];
  for (let count = 0; count < times; count++) {
    const start = performance.now();
    await call();
    taken.push(performance.now() - start);
  }
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)] ?? Number.NaN;
}

/** CPU milliseconds of a call in this process, the threads of the functions included, and the engine not. */
async function cpuOf(times: number, call: () => Promise<unknown>): Promise<number> {
  for (let count = 0; count < WARM_UP; count++) await call();
  const before = process.cpuUsage();
  for (let count = 0; count < times; count++) await call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
}

async function expectStatus(expected: number, answer: Response): Promise<string> {
  const text = await answer.text();
  if (answer.status !== expected) throw new Error(`${answer.url}: ${answer.status} ${text}`);
  return text;
}

const row = (name: string, value: string, ratio = '') =>
  console.log(`${name.padEnd(34)}${value.padStart(12)}  ${ratio}`);
const ms = (value: number) => `${value.toFixed(1)} ms`;

/** The variables of the first function of an action, but no user model, which is in its own asset. */
function environmentOf(action: string): NodeJS.ProcessEnv {
  const resources = Object.values(stack.template.Resources ?? {});
  const made = resources.find(({ Properties }) => Properties?.Handler === `${action}.handler`);
  const { Variables = {} } = Object(made?.Properties?.Environment);
  return { ...Object(stack.resolve(Variables)), USER_MODEL: undefined };
}

/** Rounded up to tenths of a millisecond. */
async function save(measured: Readonly<Record<string, number>>): Promise<void> {
  const cpuMs = Object.fromEntries(
    Object.entries(measured).map(([name, value]) => [name, Math.ceil(value * 10) / 10]),
  );
  const month = new Date().toISOString().slice(0, 7);
  const machine = `Node.js ${process.versions.node}, ${process.arch}, ${cpus().length} cores`;
  const file = path.join(PROJECT, 'bench', 'measured.json');
  await writeFile(file, `${JSON.stringify({ month, machine, cpuMs }, undefined, 2)}\n`);
}

const data = await mkdtemp(path.join(tmpdir(), 'bench-'));
const start = performance.now();
const stack = await startLocalStack({ project: PROJECT, data, port: 0 });
try {
  row('local stack, start to ready', ms(performance.now() - start));

  const users = `${stack.url}/users`;
  const json = { 'content-type': 'application/json' };
  const register = { method: 'POST', headers: json, body: JSON.stringify(USER) };
  await expectStatus(201, await fetch(`${users}/register`, register));
  const form = () => new URLSearchParams({ username: USER.email, password: USER.password });
  const login = async () =>
    expectStatus(200, await fetch(`${users}/login/jwt`, { method: 'POST', body: form() }));
  const post = (path: string, body: object) =>
    fetch(`${users}${path}`, { method: 'POST', headers: json, body: JSON.stringify(body) });
  const newUser = async () => {
    const email = `${randomUUID()}@example.com`;
    return expectStatus(201, await post('/register', { ...USER, email }));
  };
  const forget = async () =>
    expectStatus(202, await post('/forgot-password', { email: `${randomUUID()}@example.com` }));
  const headers = { authorization: `Bearer ${JSON.parse(await login()).access_token}` };

  const scheme = currentScheme(DEFAULT_HASH);
  const hash = await median(20, () => scheme.hash(USER.password));
  const loginTime = await median(20, login);
  const none = async () => expectStatus(404, await fetch(`${stack.url}/none`));
  const getMe = async () => expectStatus(200, await fetch(`${users}/me`, { headers }));
  const floor = await median(200, none);
  const me = await median(200, getMe);
  row('hash of argon2id alone, p50', ms(hash));
  row('login, p50', ms(loginTime), `${(loginTime / hash).toFixed(2)} of the bare hash`);
  row('a route that is none, p50', ms(floor));
  row('me, p50', ms(me), `${(me / floor).toFixed(2)} of a route that is none`);

  const ofGateway = await cpuOf(500, none);
  const measured = {
    register: (await cpuOf(30, newUser)) - ofGateway,
    login: (await cpuOf(30, login)) - ofGateway,
    'get-me': (await cpuOf(1000, getMe)) - ofGateway,
    'forgot-password': (await cpuOf(100, forget)) - ofGateway,
  };
  for (const [name, value] of Object.entries(measured)) row(`${name}, CPU of a request`, ms(value));
  if (process.argv.includes('--save')) await save(measured);

  const names = ['get-me', 'login'];
  const [alone = Number.NaN, ...times] = importTimes([
    { file: await floorIn(data, PROJECT), environment: {} },
    ...names.map((name) => ({
      file: path.join(HANDLERS, `${name}.mjs`),
      environment: environmentOf(name),
    })),
  ]);
  row('import of a DynamoDB client, CPU', ms(alone));
  for (const [index, time] of times.entries()) {
    row(`import of ${names[index]}, CPU`, ms(time), `${(time / alone).toFixed(2)} of the client`);
  }
} finally {
  await stack.stop();
  await rm(data, { recursive: true, force: true });
}

const shared = ACTIONS.filter(({ ownFolder }) => !ownFolder);
const loaded = await loadedOf(shared, HANDLERS);
for (const action of shared) {
  const { files, bytes } = loaded(action);
  row(`loaded for ${action.name}`, `${Math.round(bytes / 1000)} kB`, `${files} files`);
}
