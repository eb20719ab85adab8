import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';

const ROOT = path.join(import.meta.dirname, '../..');

/** As `cdk init` makes them, but for the import of the package. */
const FILES = {
  'cdk.json': '{ "app": "npx tsc && npx tsx bin/app.ts" }',
  'tsconfig.json':
    '{ "compilerOptions": { "noEmit": true, "skipLibCheck": true }, "files": ["lib/route.ts"] }',
  'bin/app.ts':
    "import { App } from 'aws-cdk-lib'; import { Users } from '../lib/stack'; new Users(new App(), 'Users');",
  'lib/route.ts': "export const ROUTE: string = '/hello';",
  'lib/stack.ts': `
    import { Stack } from 'aws-cdk-lib';
    import { HttpMethod, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
    import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
    import { Runtime } from 'aws-cdk-lib/aws-lambda';
    import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
    import type { Construct } from 'constructs';
    import { UserModel, UsersApi } from '../../../lib';
    import { ROUTE } from './route';
    export class Users extends Stack {
      constructor(scope: Construct, id: string) {
        super(scope, id);
        const users = new UsersApi(this, 'Users', { userModel: UserModel.fromFile('src/users.ts') });
        const hello = new NodejsFunction(this, 'Hello', { entry: 'src/hello.ts', runtime: Runtime.NODEJS_24_X });
        const integration = new HttpLambdaIntegration('Hello', hello);
        users.addRoutes({ path: ROUTE, methods: [HttpMethod.GET], integration, authorizer: new HttpNoneAuthorizer() });
      }
    }`,
  'src/users.ts':
    "import * as z from 'zod'; export default z.object({ plan: z.string().default('free') });",
  'src/hello.ts':
    "import { text } from './text'; export const handler = async () => ({ statusCode: 200, body: text });",
  'src/text.ts': "export const text = 'hello';",
};

interface Line {
  readonly type: string;
  readonly action?: string;
  readonly functions?: readonly string[];
}

let folder: string;
let child: ChildProcess;
let url: string;
const lines: Line[] = [];

const save = (name: string, text: string) => {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
};
const replace = (name: string, old: string, next: string) =>
  save(name, readFileSync(path.join(folder, name), 'utf8').replace(old, next));

beforeAll(async () => {
  mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
  // In the project, so that it finds its packages.
  folder = mkdtempSync(path.join(ROOT, '.cache/reload-'));
  for (const [name, text] of Object.entries(FILES)) save(name, text);
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  const main = path.join(ROOT, 'packages/cli/src/main.ts');
  child = spawn(process.execPath, [main, 'dev', '--json', '--port', '0'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
  });
  const { stdout } = child;
  if (stdout === null) throw new Error('it has no output');
  createInterface({ input: stdout }).on('line', (line) => lines.push(JSON.parse(line)));
  const ready = await eventually(
    () => lines.find(({ type }) => type === 'ready'),
    'the stack',
    60_000,
  );
  url = (ready as unknown as { url: string }).url;
  await post('/users/register', { email: 'ada@example.com', password: 'correct horse battery' });
});

afterAll(async () => {
  child.kill('SIGINT');
  await once(child, 'close');
  rmSync(folder, { recursive: true, force: true });
});

const post = (route: string, body: object) =>
  fetch(`${url}${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Whether the user of before any reload logs in. */
async function userIsThere(): Promise<boolean> {
  const form = { username: 'ada@example.com', password: 'correct horse battery' };
  const body = new URLSearchParams(form);
  return (await fetch(`${url}/users/login/jwt`, { method: 'POST', body })).ok;
}

/** Saves something. @returns what is said until it is live */
async function reloads(change: () => void): Promise<readonly Line[]> {
  const start = lines.length;
  change();
  await eventually(
    () => lines.slice(start).some(({ type }) => type === 'reloaded'),
    'the reload',
    30_000,
  );
  return lines.slice(start);
}

const synthesised = (said: readonly Line[]) => said.some(({ action }) => action === 'synthesising');

test('a saved handler is live by esbuild, in its own function, with the users of before', async () => {
  const hello = async () => (await fetch(`${url}/hello`)).text();
  expect(await hello()).toBe('hello');
  const said = await reloads(() => replace('src/text.ts', 'hello', 'good evening'));
  expect(synthesised(said)).toBe(false);
  const [function_] = said.find(({ type }) => type === 'reloaded')?.functions ?? [];
  expect(function_).toMatch(/^Hello[0-9A-F]{8}$/);
  expect({ hello: await hello(), user: await userIsThere() }).toEqual({
    hello: 'good evening',
    user: true,
  });
});

test('a saved user model is live by a synthesis, with the users of before', async () => {
  const register = async (email: string) => {
    const response = await post('/users/register', { email, password: 'correct horse battery' });
    return ((await response.json()) as { plan: string }).plan;
  };
  expect(await register('grace@example.com')).toBe('free');
  const said = await reloads(() => replace('src/users.ts', "'free'", "'trial'"));
  expect(synthesised(said)).toBe(true);
  expect({ plan: await register('alan@example.com'), user: await userIsThere() }).toEqual({
    plan: 'trial',
    user: true,
  });
});

test('a saved file of the stack is live by a synthesis, with the users of before', async () => {
  const said = await reloads(() => replace('lib/route.ts', '/hello', '/good-morning'));
  expect(synthesised(said)).toBe(true);
  const status = async (route: string) => (await fetch(`${url}${route}`)).status;
  expect({
    old: await status('/hello'),
    new: await status('/good-morning'),
    user: await userIsThere(),
  }).toEqual({ old: 404, new: 200, user: true });
});

test('a type error is a warning, and what is saved is live all the same', async () => {
  const start = lines.length;
  await reloads(() => replace('lib/route.ts', ': string', ': number'));
  await eventually(
    () => lines.slice(start).some((line) => JSON.stringify(line).includes('TS2322')),
    'the warning',
    30_000,
  );
  expect((await fetch(`${url}/good-morning`)).status).toBe(200);
});
