import type { Context } from 'aws-lambda';
import type { Call, HttpResult } from '../../lambda/http/request.ts';
import type { BackendSettings, RuntimeEnvironment } from '../../lib/private/actions.ts';
import { startAwsJsonServer } from '../../local/aws-json/server.ts';
import type { TestRequest } from './api-event.ts';
import { type BusEntry, TestBus, TestSecret } from './aws-clients.ts';
import { COOKIE } from './backends.ts';
import { FaultProxy } from './fault-proxy.ts';
import { type Answer, invoke } from './invoke.ts';
import { startUsersTable } from './users-table.ts';

type Handler = (event: Call, context: Context) => Promise<HttpResult>;

/** The handlers as Lambda runs them: from their environment, against a table, a secret and a bus. */
export interface Runtime {
  readonly table: FaultProxy;
  readonly secrets: FaultProxy;
  readonly bus: TestBus;
  /** A module of `lambda/handlers`. It reads the environment once, when it is first asked for. */
  load<Module = { handler: Handler }>(name: string): Promise<Module>;
  call(name: string, request?: TestRequest): Promise<Answer>;
  stop(): Promise<void>;
}

export const JWT_BACKEND: BackendSettings = {
  name: 'jwt',
  transport: 'bearer',
  lifetime: 3600,
  secretArn: TestSecret.ARN,
};
export const COOKIE_BACKEND: BackendSettings = {
  ...JWT_BACKEND,
  name: 'cookie',
  transport: 'cookie',
  cookie: COOKIE,
};

/** One at a time: the environment is the process's. Handlers stay as first loaded in a test file. */
export async function startRuntime(settings: Partial<RuntimeEnvironment> = {}): Promise<Runtime> {
  const users = await startUsersTable();
  const secret = new TestSecret();
  const bus = new TestBus();
  const services = await startAwsJsonServer({
    'secretsmanager.GetSecretValue': ({ VersionStage }) => secret.read(VersionStage),
    'AWSEvents.PutEvents': ({ Entries }) => bus.put(Entries as readonly BusEntry[]),
  });
  const table = await FaultProxy.start(users.endpoint);
  const secrets = await FaultProxy.start(services.endpoint);
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: services.endpoint,
    TABLE_NAME: users.name,
    BACKENDS: JSON.stringify([JWT_BACKEND, COOKIE_BACKEND]),
    RESET_TOKEN_SECRET_ARN: TestSecret.ARN,
    RESET_TOKEN_LIFETIME: '3600',
    VERIFICATION_TOKEN_SECRET_ARN: TestSecret.ARN,
    VERIFICATION_TOKEN_LIFETIME: '3600',
    PASSWORD_MIN_LENGTH: '8',
    BCRYPT_COST: '4',
    REQUIRE_CURRENT_PASSWORD: 'true',
    CONFIRM_EMAIL_CHANGE: 'false',
    REQUIRE_VERIFICATION: 'false',
    LOGIN_EVENTS: 'false',
    MAX_SESSIONS_PER_USER: '20',
    ALLOWED_ORIGINS: '[]',
    BASE_PATH: '/users',
    EVENT_BUS_NAME: 'users',
    ...settings,
  } satisfies RuntimeEnvironment & Record<string, string>);
  const load = <Module>(name: string): Promise<Module> =>
    import(`../../lambda/handlers/${name}.ts`) as Promise<Module>;
  return {
    table,
    secrets,
    bus,
    load,
    call: async (name, request) =>
      invoke((await load<{ handler: Handler }>(name)).handler, request),
    async stop() {
      for (const name of Object.keys(process.env)) delete process.env[name];
      Object.assign(process.env, before);
      await table.stop();
      await secrets.stop();
      services.stop();
      await users.stop();
    },
  };
}
