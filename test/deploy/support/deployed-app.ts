import { eventually } from 'cdk-users-api-local/test/eventually';
import { Client } from '../../e2e/support/client.ts';
import type { RunningSystem } from '../../e2e/support/start.ts';
import type { System } from '../../e2e/support/system.ts';
import { type Emulator, startMiniStack } from '../ministack/ministack.ts';
import { Cdk } from './cdk.ts';
import { cheapenHashes } from './cheap-hashes.ts';
import { deployedSystem } from './deployed-system.ts';
import { DeployedStack } from './stack.ts';

/** Milliseconds that a deployment may take. */
export const DEPLOYMENT_TIMEOUT = 600_000;

interface AppOptions {
  /** Name of its file, which has one stack with one users API. */
  readonly app: string;
  readonly stack: string;
  /** The stack has a recorder of events. */
  readonly records?: boolean;
  /** It signs with keys, the first of which are made beside the deployment. */
  readonly keys?: boolean;
  readonly cookieName?: string;
  /** Of the app. */
  readonly context?: Readonly<Record<string, string>>;
}

/** Starts one of test/apps on an emulator of its own. */
export function startApp(options: AppOptions): Promise<RunningSystem> {
  return startDeployed((emulator) => deploy(emulator, options));
}

/** Starts what is deployed to an emulator of its own. */
export async function startDeployed<S extends System>(
  deploySystem: (emulator: Emulator) => Promise<S>,
): Promise<S & RunningSystem> {
  const emulator = await startMiniStack();
  try {
    return { ...(await deploySystem(emulator)), stop: () => emulator.stop() };
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}

async function deploy(
  emulator: Emulator,
  { app, stack: name, records = false, keys = false, cookieName, context }: AppOptions,
): Promise<System> {
  const cdk = new Cdk(emulator);
  await cdk.bootstrap();
  await cdk.deployApp(app, context);
  await cheapenHashes(emulator.clientConfig);
  const stack = new DeployedStack(name, emulator.clientConfig);
  const deployment = {
    url: await stack.output('UsersUrl'),
    createUserFunction: await stack.output('CreateUserFunctionName'),
    ...(records && { queue: await stack.output('QueueUrl') }),
    ...(cookieName !== undefined && { cookieName }),
  };
  const system = deployedSystem(emulator, deployment);
  if (keys) await firstKeys(system);
  return system;
}

/** Waits for the first rotation, which runs beside the deployment. */
export async function firstKeys(system: System): Promise<void> {
  const client = new Client(system);
  await eventually(
    async () =>
      (await client.send('GET', '/.well-known/jwks.json')).status === 200 ? true : undefined,
    'the first keys',
  );
}
