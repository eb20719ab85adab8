/**
 * `npm run bench`: what the stack on this machine takes, as ratios against a floor in the same run:
 * a login against the bare hash, `me` against a route that API Gateway refuses by itself, and what a cold start
 * loads against a function that has only a client of DynamoDB.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import bcrypt from 'bcryptjs';
import { startLocalStack } from 'cdk-users-api-local';
import { ACTIONS } from '../lib/contract/index.ts';
import { loadedOf } from '../scripts/bundle/handlers.ts';
import { floorIn, importTimes } from './imports.ts';

const PROJECT = path.join(import.meta.dirname, '..');
const HANDLERS = path.join(PROJECT, 'assets', 'handlers');
const WARM_UP = 5;
const USER = { email: 'bench@example.com', password: 'correct horse battery' };
const BCRYPT_COST = 10;

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
  const headers = { authorization: `Bearer ${JSON.parse(await login()).access_token}` };

  const hash = await median(20, () => bcrypt.hash(USER.password, BCRYPT_COST));
  const loginTime = await median(20, login);
  const floor = await median(200, async () => expectStatus(404, await fetch(`${stack.url}/none`)));
  const me = await median(200, async () =>
    expectStatus(200, await fetch(`${users}/me`, { headers })),
  );
  row('bcrypt hash alone, p50', ms(hash));
  row('login, p50', ms(loginTime), `${(loginTime / hash).toFixed(2)} of the bare hash`);
  row('a route that is none, p50', ms(floor));
  row('me, p50', ms(me), `${(me / floor).toFixed(2)} of a route that is none`);

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
