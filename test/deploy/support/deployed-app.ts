import { Client } from '../../e2e/support/client.ts';
import { type Emulator, startMiniStack } from '../ministack/ministack.ts';
import { Cdk } from './cdk.ts';
import { cheapenHashes } from './cheap-hashes.ts';
import { deployedSystem } from './deployed-system.ts';
import { DeployedStack } from './stack.ts';

/** One of test/apps on an emulator of its own. */
export interface DeployedApp {
  readonly client: Client;
  stop(): Promise<void>;
}

interface AppOptions {
  /** Name of its file, which has one stack with one users API. */
  readonly app: string;
  readonly stack: string;
  /** The stack has a recorder of events. */
  readonly records?: boolean;
  readonly cookieName?: string;
}

export async function deployApp(options: AppOptions): Promise<DeployedApp> {
  const emulator = await startMiniStack();
  try {
    return { client: await deploy(emulator, options), stop: () => emulator.stop() };
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}

async function deploy(
  emulator: Emulator,
  { app, stack: name, records = false, cookieName }: AppOptions,
): Promise<Client> {
  const cdk = new Cdk(emulator);
  await cdk.bootstrap();
  await cdk.deployApp(app);
  await cheapenHashes(emulator.clientConfig);
  const stack = new DeployedStack(name, emulator.clientConfig);
  const deployment = {
    url: await stack.output('UsersUrl'),
    createUserFunction: await stack.output('CreateUserFunctionName'),
    ...(records && { queue: await stack.output('QueueUrl') }),
    ...(cookieName !== undefined && { cookieName }),
  };
  return new Client(deployedSystem(emulator, deployment));
}
