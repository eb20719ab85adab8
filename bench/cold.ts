/**
 * `npm run bench:cold`: CPU time of first answers, as Lambda runs functions: a process of its own for each start, one function for each action
 * and grouped. With `--save` it adds them to `bench/measured.json`, from which `docs/cost.md` simulates small traffic.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { startLocalStack } from 'cdk-users-api-local';
import type { FunctionDefinition } from 'cdk-users-api-local/lambda/definition';
import { threads } from 'cdk-users-api-local/lambda/execution-environment';
import { apiEvent } from '../test/support/runtime/api-event.ts';

const PROJECT = path.join(import.meta.dirname, '..');
/** Starts of each function; one after the other in each round. */
const ROUNDS = 9;
const USER = { email: 'bench@example.com', password: 'correct horse battery' };
const PUBLIC = ['register', 'login', 'forgot-password'] as const;

/** Prints the milliseconds of CPU time until the module is loaded, and after each answer. */
const MEASURE = `
  const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
  const [module, events] = JSON.parse(process.argv[1]);
  const { handler } = await import(module);
  const taken = [cpu()];
  for (const event of events) {
    const { statusCode, body } = await handler(event, { awsRequestId: 'request', getRemainingTimeInMillis: () => 10_000 });
    if (statusCode >= 300) throw new Error(event.routeKey + ' ' + statusCode + ' ' + body);
    taken.push(cpu());
  }
  process.stderr.write('\\ntaken ' + JSON.stringify(taken), () => process.exit());
`;

type Measured = Readonly<Record<'loaded' | 'first', number>>;

/** CPU time until a function is loaded, and of each answer by itself. */
async function run(
  { directory, handler, environment }: FunctionDefinition,
  events: readonly object[],
): Promise<readonly number[]> {
  const [module = ''] = handler.split('.');
  const file = pathToFileURL(path.join(directory, `${module}.mjs`)).href;
  const child = spawn(
    process.execPath,
    ['--input-type=module', '--eval', MEASURE, JSON.stringify([file, events])],
    { env: environment, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const [said] = await Promise.all([text(child.stderr), once(child, 'close')]);
  const taken: unknown = JSON.parse(/\ntaken (.+)$/.exec(said)?.[1] ?? 'null');
  if (!Array.isArray(taken)) throw new Error(`${handler}: ${said}`);
  return taken.map((each, index) => each - (taken[index - 1] ?? 0));
}

const known = new Map<string, FunctionDefinition>();
/** Of users that were registered so far: each has an address of its own. */
let count = 0;
const data = await mkdtemp(path.join(tmpdir(), 'bench-cold-'));

/** Starts the app in a layout, has each function that is asked start, and measures while it runs. */
async function underWay<Result>(
  layout: 'per-action' | 'grouped',
  measure: (me: object) => Promise<Result>,
): Promise<Result> {
  known.clear();
  count = 0;
  process.env.TEST_FUNCTION_LAYOUT = layout;
  const stack = await startLocalStack({
    project: PROJECT,
    app: 'test/apps/layout.ts',
    data: path.join(data, layout),
    port: 0,
    startEnvironment(definition, onLine) {
      known.set(definition.environment.FUNCTION_GROUP ?? definition.handler, definition);
      return threads()(definition, onLine);
    },
  });
  try {
    await stack.made;
    const ask = async (event: ReturnType<typeof apiEvent>) => {
      const { rawPath, headers, body } = event;
      const { method } = event.requestContext.http;
      const answer = await fetch(`${stack.url}${rawPath}`, {
        method,
        headers: headers as Record<string, string>,
        body: body ?? null,
      });
      return answer.text();
    };
    for (const action of PUBLIC) await ask(eventOf(action));
    const { access_token: token } = JSON.parse(await ask(eventOf('login')));
    const me = apiEvent({ path: '/users/me', headers: { authorization: `Bearer ${token}` } });
    await ask(me);
    return await measure(me);
  } finally {
    await stack.stop();
  }
}

function eventOf(action: (typeof PUBLIC)[number]) {
  switch (action) {
    case 'register': {
      const email = count === 0 ? USER.email : `bench${count}@example.com`;
      count += 1;
      return apiEvent({ method: 'POST', path: '/users/register', json: { ...USER, email } });
    }
    case 'login':
      return apiEvent({
        method: 'POST',
        path: '/users/login/jwt',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: String(new URLSearchParams({ username: USER.email, password: USER.password })),
      });
    case 'forgot-password':
      return apiEvent({
        method: 'POST',
        path: '/users/forgot-password',
        json: { email: 'nobody@example.com' },
      });
  }
}

const median = (all: readonly number[]) =>
  all.toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? Number.NaN;

/** Medians of several runs, value by value. */
async function medians(measure: () => Promise<readonly number[]>): Promise<readonly number[]> {
  const rounds: (readonly number[])[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measure());
  return (rounds[0] ?? []).map(
    (_, index) => Math.ceil(median(rounds.map((each) => each[index] ?? Number.NaN)) * 10) / 10,
  );
}

function definitionOf(name: string): FunctionDefinition {
  const found = known.get(name);
  if (found === undefined) throw new Error(`no ${name}; there are ${[...known.keys()]}`);
  return found;
}

const pair = ([loaded = 0, first = 0]: readonly number[]): Measured => ({ loaded, first });

try {
  const alone = await underWay('per-action', async (me) => {
    const measured: Record<string, Measured> = {};
    for (const action of PUBLIC) {
      const of = definitionOf(`${action}.handler`);
      measured[action] = pair(await medians(() => run(of, [eventOf(action)])));
    }
    const of = definitionOf('get-me.handler');
    measured['get-me'] = pair(await medians(() => run(of, [me])));
    return measured;
  });
  const grouped = await underWay('grouped', async (me) => {
    const measured: Record<string, Measured & { readonly joining: number }> = {};
    const of = definitionOf('public');
    for (const action of PUBLIC) {
      const other = action === 'login' ? 'register' : 'login';
      const both = () => run(of, [eventOf(other), eventOf(action)]);
      const [, , joining = 0] = await medians(both);
      measured[action] = { ...pair(await medians(() => run(of, [eventOf(action)]))), joining };
    }
    const signedIn = definitionOf('signed-in');
    const leave = apiEvent({ path: '/users/me/export', headers: Object(me).headers });
    const [, , joining = 0] = await medians(() => run(signedIn, [leave, me]));
    measured['get-me'] = { ...pair(await medians(() => run(signedIn, [me]))), joining };
    return measured;
  });
  const coldCpuMs = { perAction: alone, grouped };
  console.log(JSON.stringify(coldCpuMs, undefined, 2));
  if (process.argv.includes('--save')) {
    const file = path.join(PROJECT, 'bench', 'measured.json');
    const before = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, `${JSON.stringify({ ...before, coldCpuMs }, undefined, 2)}\n`);
  }
} finally {
  await rm(data, { recursive: true, force: true });
}
