import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalStack, type LocalStackOptions, startLocalStack } from 'cdk-users-api-local';
import { clientConfig } from 'cdk-users-api-local/test/engine';
import { BRUTE_FORCE_DEFAULTS } from '../../../lib/contract/limits.ts';
import { dropTables, foreignEndpoint, ownName } from '../../support/aws/engine.ts';
import { CHEAP_HASH } from '../../support/passwords.ts';
import { accountOf } from '../iam/stack-policies.ts';
import { assemblyOf } from './assemblies.ts';
import { Conformance } from './conformance.ts';
import type { RunningSystem } from './start.ts';
import type { ApiUser, Envelope } from './system.ts';
import { TableItems } from './table-items.ts';

const CREATE_USER_OUTPUT = 'CreateUserFunctionName';
const STACK = 'UsersApiExample';
const PROJECT = path.join(import.meta.dirname, '../../..');

/**
 * The least of argon2id, so that a login costs a millisecond instead of thirty. The construct
 * refuses it: this is for stacks whose cases are about something else.
 */
export const CHEAP_HASHES = { PASSWORD_HASH: CHEAP_HASH };

/** Of suites with many wrong passwords, which all come from one address: it isn't locked out. */
export const MANY_FAILURES = {
  BRUTE_FORCE: JSON.stringify({ ...BRUTE_FORCE_DEFAULTS, failuresPerAddress: 1_000_000 }),
};

export interface LocalSystem extends RunningSystem {
  readonly stack: LocalStack;
  conformance(): Promise<Conformance>;
}

/**
 * The example app on this machine, in a folder of its own and with the engine of `openTestEngine`.
 * Its hashes are cheap, and its one address isn't locked out; `environment: {}` leaves both as the app has them.
 */
export async function startLocalSystem(
  options: Partial<LocalStackOptions> = {},
): Promise<LocalSystem> {
  const folder = await mkdtemp(path.join(tmpdir(), 'users-api-'));
  const endpoint = foreignEndpoint();
  const assembly = options.assembly ?? (await assemblyOf(PROJECT, options.app));
  const stack = await startLocalStack({
    project: PROJECT,
    // The tests' own script has bundled before them.
    build: false,
    data: path.join(folder, 'data'),
    port: 0,
    // Requests that race do so in threads of their own, as in Lambda.
    workerPatience: 0,
    environment: { ...CHEAP_HASHES, ...MANY_FAILURES },
    ...(endpoint !== undefined && { dynamodbEndpoint: endpoint }),
    ...options,
    assembly:
      endpoint === undefined ? assembly : await withOwnName(assembly, path.join(folder, 'own')),
  });
  // Behind proxies it can make nothing before they know where it is.
  if (options.endpoints === undefined) await stack.made;
  let conformance: Promise<Conformance> | undefined;
  return {
    stack,
    conformance() {
      conformance ??= Conformance.of(`${stack.url}/users`);
      return conformance;
    },
    url: `${stack.url}/users`,
    origin: stack.url,
    basePath: '/users',
    cookieName: '__Host-users-api',
    items: new TableItems(clientConfig(stack.endpoints.dynamodb), async () => {
      const [table] = accountOf(stack).tables;
      if (table === undefined) throw new Error('the stack has no table');
      return table.name;
    }),
    async events() {
      const response = await fetch(`${stack.url}/_local/events`);
      return (await response.json()) as Envelope[];
    },
    async createUser(input) {
      const output = Object.entries(stack.outputs).find(([id]) => id.includes(CREATE_USER_OUTPUT));
      const result = await stack.functions.invoke(String(output?.[1]), input);
      if (!result.ok) throw new Error(result.error.errorMessage);
      return JSON.parse(result.payload) as ApiUser;
    },
    async stop() {
      await stack.stop();
      await dropTables(stack.name);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Tables are named after the stack, and those of the example may be in a foreign engine already.
 */
async function withOwnName(assembly: string, copy: string): Promise<string> {
  await cp(assembly, copy, { recursive: true });
  const file = path.join(copy, 'manifest.json');
  const manifest = await readFile(file, 'utf8');
  await writeFile(file, manifest.replaceAll(`"${STACK}"`, `"${ownName(STACK)}"`));
  return copy;
}
