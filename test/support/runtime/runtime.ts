import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { startAwsJsonServer } from 'cdk-users-api-local/aws-json/server';
import { AWS_CLIENT } from '../../../lambda/adapters/aws/client-options.ts';
import { type Runtime, runtime } from '../../../lambda/composition/runtime.ts';
import type { Call, HttpResult } from '../../../lambda/http/request.ts';
import type { BackendSettings } from '../../../lib/contract/backend.ts';
import { concernOf } from '../../../lib/contract/index.ts';
import { type BusEntry, TestBus, TestSecret } from '../aws/aws-clients.ts';
import { FaultProxy } from '../aws/fault-proxy.ts';
import { documentsAt, ENVIRONMENT, putEventsAt, secretsAt } from '../aws/json-clients.ts';
import { TestBucket } from '../aws/test-bucket.ts';
import { startUsersTable } from '../aws/users-table.ts';
import { CHEAP_HASH } from '../passwords.ts';
import type { TestRequest } from './api-event.ts';
import { COOKIE } from './backends.ts';
import { type Answer, invoke } from './invoke.ts';
import { defaults } from './settings.ts';

type Handler = (event: Call, context: Context) => Promise<HttpResult>;

/**
 * The handlers as Lambda runs them: from their environment, against a table, a secret and a bus.
 */
export interface TestRuntime {
  readonly tableName: string;
  readonly dynamodb: DynamoDBClient;
  readonly table: FaultProxy;
  readonly secrets: FaultProxy;
  readonly bus: TestBus;
  /** Of undelivered events. */
  readonly bucket: TestBucket;
  /** The handler of an action, made once. */
  handler<Function = Handler>(name: string): Promise<Function>;
  /** One made by other settings, on the same table. */
  handlerWith(name: string, more: Record<string, string | undefined>): Promise<Handler>;
  call(name: string, request?: TestRequest): Promise<Answer>;
  stop(): Promise<void>;
}

export const JWT_BACKEND: BackendSettings = {
  name: 'jwt',
  transport: { kind: 'bearer' },
  strategy: {
    kind: 'jwt',
    lifetime: 3600,
    keys: { kind: 'derived', secretArn: TestSecret.ARN },
  },
};
export const COOKIE_BACKEND: BackendSettings = {
  ...JWT_BACKEND,
  name: 'cookie',
  transport: COOKIE,
};

const HANDLERS = '../../../lambda/handlers';

/** The handler of an action. */
export async function makeHandler<Function = Handler>(
  rt: Runtime,
  name: string,
): Promise<Function> {
  const { make } = await import(`${HANDLERS}/${concernOf({ name })}/${name}.ts`);
  return make(rt);
}

/**
 * @param settings variables in place of the defaults
 * @param files texts of files beside the bundle, by their names
 */
export async function startRuntime(
  settings: Record<string, string> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<TestRuntime> {
  const users = await startUsersTable();
  const secret = new TestSecret();
  const bus = new TestBus();
  const bucket = await TestBucket.start();
  const services = await startAwsJsonServer({
    'secretsmanager.GetSecretValue': ({ VersionStage }) => secret.read(VersionStage),
    'AWSEvents.PutEvents': ({ Entries }) => bus.put(Entries as readonly BusEntry[]),
  });
  const table = await FaultProxy.start(users.endpoint);
  const secrets = await FaultProxy.start(services.endpoint);
  const environment = {
    ...defaults(),
    ...ENVIRONMENT,
    TABLE_NAME: users.name,
    BACKENDS: JSON.stringify([JWT_BACKEND, COOKIE_BACKEND]),
    EVENT_BUS_NAME: 'users',
    UNDELIVERED_EVENTS_URL: bucket.url,
    API_URL: 'https://api.example.com/users',
    ROUTE_LAYOUT: JSON.stringify({ kind: 'standard' }),
    PASSWORD_HASH: CHEAP_HASH,
    ...settings,
  };
  const dynamodb = new DynamoDBClient(clientOf(table.endpoint));
  const replacements = {
    file: (name: string) => files[name] ?? '',
    parts: {
      documents: documentsAt(table.endpoint),
      secretsManager: secretsAt(secrets.endpoint),
      putEvents: putEventsAt(services.endpoint),
    },
  };
  const rt = runtime(environment, replacements);
  const made = new Map<string, unknown>();
  const handler = async <Function>(name: string): Promise<Function> => {
    if (!made.has(name)) made.set(name, await makeHandler(rt, name));
    return made.get(name) as Function;
  };
  return {
    tableName: users.name,
    dynamodb,
    table,
    secrets,
    bus,
    bucket,
    handler,
    handlerWith: (name, more) =>
      makeHandler(runtime({ ...environment, ...more }, replacements), name),
    call: async (name, request) => invoke(await handler<Handler>(name), request),
    async stop() {
      await table.stop();
      await secrets.stop();
      services.stop();
      await bucket.stop();
      await users.stop();
    },
  };
}

/** A client as the functions have it, for a service on this machine. */
export function clientOf(endpoint: string) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { ...AWS_CLIENT, endpoint, credentials, region: 'us-east-1' };
}
