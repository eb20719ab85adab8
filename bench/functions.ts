/** The functions that are compared, with a table that has what each of them reads. */
import { argon2, createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import bcrypt from 'bcryptjs';
import { startLocalStack } from 'cdk-users-api-local';
import { findEngine } from 'cdk-users-api-local/engine/binary';
import { type Engine, runEngine } from 'cdk-users-api-local/engine/engine';
import { freePort } from 'cdk-users-api-local/engine/free-port';
import type { FunctionDefinition } from 'cdk-users-api-local/lambda/definition';
import { threads } from 'cdk-users-api-local/lambda/execution-environment';
import { build } from 'esbuild';
import { FOR_LAMBDA } from '../scripts/bundle/options.ts';
import { apiEvent } from '../test/support/runtime/api-event.ts';
import { installed } from './install.ts';
import type { LambdaFunction } from './measure/function.ts';
import { HttpClient } from './measure/http-client.ts';
import { APP, usersApi } from './ours.ts';
import type { Keep, Kind } from './question.ts';
import { PASSWORD } from './system.ts';

const PROJECT = path.join(import.meta.dirname, '..');
const SECRET = 'secret-of-the-bench-with-32-characters';
const EMAIL = 'ada@example.com';
/** Of the item that floors read. */
const FLOOR = 'FLOOR#ada';

export interface Compared {
  readonly title: string;
  readonly kind: Kind;
  /** Which of ours does the same. */
  readonly beside: 'get-me' | 'login';
  /** Installs and bundles it, if it isn't ours. */
  ready(): Promise<LambdaFunction>;
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const form = (username: string) => ({
  method: 'POST',
  path: '/users/login/jwt',
  headers: FORM,
  body: String(new URLSearchParams({ username, password: PASSWORD })),
});
const get = (route: string, headers: Record<string, string> = {}) =>
  apiEvent({ method: 'GET', path: route, headers });

/** What is not ours, where its source is, and what it is asked. */
const OTHERS = [
  {
    title: 'nothing',
    kind: 'floor',
    beside: 'get-me',
    source: 'floors/by-hand',
    entry: 'nothing.ts',
    asked: 'me',
  },
  {
    title: 'SDK and one item',
    kind: 'floor',
    beside: 'get-me',
    source: 'floors/sdk-one-item',
    entry: 'function.ts',
    asked: 'me',
  },
  {
    title: 'by hand, one item',
    kind: 'floor',
    beside: 'get-me',
    source: 'floors/by-hand',
    entry: 'one-item.ts',
    asked: 'me',
  },
  {
    title: 'Better Auth, minimal',
    kind: 'peer',
    beside: 'get-me',
    source: 'peers/better-auth',
    entry: 'function.mjs',
    asked: 'me',
  },
  {
    title: 'OpenAuth, its keys',
    kind: 'peer',
    beside: 'get-me',
    source: 'peers/openauth',
    entry: 'function.mjs',
    asked: 'keys',
  },
  {
    title: 'by hand, argon2id',
    kind: 'floor',
    beside: 'login',
    source: 'floors/by-hand',
    entry: 'login-argon2id.ts',
    asked: 'login',
  },
  {
    title: 'by hand, bcryptjs',
    kind: 'floor',
    beside: 'login',
    source: 'floors/by-hand',
    entry: 'login-bcryptjs.ts',
    asked: 'login',
  },
] as const;

/** All of them, ready to run, until what they need is stopped. */
export async function functions(keep: Keep): Promise<readonly Compared[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-'));
  keep(() => rm(folder, { recursive: true, force: true }));
  const known = new Map<string, FunctionDefinition>();
  const engine = await plainEngine(path.join(folder, 'dynamodb.sqlite'));
  keep(() => engine.stop());
  const stack = await startLocalStack({
    project: PROJECT,
    app: APP,
    data: path.join(folder, 'data'),
    port: 0,
    dynamodbEndpoint: engine.endpoint,
    startEnvironment(definition, onLine) {
      known.set(definition.handler, definition);
      return threads()(definition, onLine);
    },
  });
  keep(() => stack.stop());
  await stack.made;
  const client = new HttpClient(stack.url);
  keep(() => client.close());
  const talk = usersApi.talk(client);
  await talk.register(EMAIL);
  const credential = await talk.login(EMAIL);
  await talk.me(credential);

  const ours = (action: Compared['beside'], event: object) => {
    const { directory, environment } = known.get(`${action}.handler`) ?? {};
    if (directory === undefined || environment === undefined) throw new Error(`no ${action}`);
    const file = path.join(directory, `${action}.mjs`);
    return { title: action, beside: action, file, name: 'handler', environment, event };
  };
  const me = ours('get-me', get('/users/me', credential));
  const login = ours('login', apiEvent(form(EMAIL)));
  const environment = {
    ...Object.fromEntries(
      Object.entries(me.environment).filter(([name]) => /^(AWS|LANG|PATH|TZ)/.test(name)),
    ),
    TABLE: await tableWithFloor(stack.endpoints.dynamodb),
    SECRET,
  };
  const token = `${FLOOR}.${createHmac('sha256', SECRET).update(FLOOR).digest('base64url')}`;
  const events = {
    keys: get('/.well-known/jwks.json'),
    me: get('/', { authorization: `Bearer ${token}` }),
    login: apiEvent(form(FLOOR)),
  };
  return [
    ...[me, login].map(
      ({ title, beside, ...of }): Compared => ({
        title,
        beside,
        kind: 'ours',
        ready: async () => of,
      }),
    ),
    ...OTHERS.map(
      ({ source, entry, asked, ...of }): Compared => ({
        ...of,
        async ready() {
          const file = path.join(folder, `${path.basename(source)}-${path.parse(entry).name}.mjs`);
          await bundle(path.join(await installed(source), entry), file);
          return { file, name: 'handler', environment, event: events[asked] };
        },
      }),
    ),
  ];
}

/** One at a port that `fetch` takes too, which OpenAuth asks by. */
async function plainEngine(database: string): Promise<Engine> {
  const port = await freePort();
  const args = ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', database];
  return runEngine({ command: findEngine(), args, port });
}

/** Made as the bundles of the actions are. */
async function bundle(entry: string, file: string): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    ...FOR_LAMBDA,
    // Of packages that are CommonJS.
    banner: {
      js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);",
    },
  });
  await writeFile(file, outputFiles[0]?.contents ?? '');
}

/** The name of the stack's table, which gets an item for the floors. */
async function tableWithFloor(endpoint: string): Promise<string> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const { TableNames: [table = ''] = [] } = await client.send(new ListTablesCommand({}));
  const nonce = randomBytes(16);
  const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
  const tag = await promisify(argon2)('argon2id', { message: PASSWORD, nonce, ...cost });
  const Item = {
    pk: { S: FLOOR },
    sk: { S: 'FLOOR' },
    email: { S: EMAIL },
    argon2id: { S: `${nonce.toString('hex')}:${tag.toString('hex')}` },
    bcryptjs: { S: await bcrypt.hash(PASSWORD, 10) },
  };
  await client.send(new PutItemCommand({ TableName: table, Item }));
  client.destroy();
  return table;
}
