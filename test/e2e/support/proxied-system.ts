import type { LocalStack, LocalStackOptions } from 'cdk-users-api-local';
import { openTestEngine } from '../../support/aws/engine.ts';
import { type Authorize, FaultProxy } from '../../support/aws/fault-proxy.ts';
import { S3Proxy } from '../../support/aws/s3-proxy.ts';
import { Permissions } from '../iam/permissions.ts';
import { accountOf, policiesOf } from '../iam/stack-policies.ts';
import { type LocalSystem, startLocalSystem } from './local-system.ts';

/**
 * The example app, or another, on this machine, with proxies between its functions and their
 * services, which refuse a function what the policy of its role does not allow, as AWS would.
 */
export interface ProxiedSystem extends LocalSystem {
  readonly dynamodb: FaultProxy;
  readonly eventBridge: FaultProxy;
  readonly s3: S3Proxy;
  readonly secretsManager: FaultProxy;
  readonly permissions: Permissions;
  /**
   * Keeps the relay waiting for the bus, from the next event on, which `cause` raises.
   *
   * @returns what lets it go on; the event it waited with is published then
   */
  holdRelay(cause: () => Promise<unknown>): Promise<() => void>;
}

export async function startProxiedSystem(
  options: Partial<LocalStackOptions> = {},
): Promise<ProxiedSystem> {
  const engine = await openTestEngine();
  // Functions are called as soon as the stack runs, and only then are its policies and endpoints known.
  const judge = Promise.withResolvers<Permissions>();
  const services = Promise.withResolvers<LocalStack['endpoints']>();
  const authorize: Authorize = async (call) => (await judge.promise).authorize(call);
  const dynamodb = await FaultProxy.start(engine.endpoint, authorize);
  const eventBridge = await FaultProxy.start(
    async () => (await services.promise).eventbridge,
    authorize,
  );
  const secretsManager = await FaultProxy.start(
    async () => (await services.promise).secretsmanager,
    authorize,
  );
  const s3 = await S3Proxy.start(async () => (await services.promise).s3, authorize);
  const system: LocalSystem = await startLocalSystem({
    ...options,
    dynamodbEndpoint: engine.endpoint,
    endpoints: {
      dynamodb: dynamodb.endpoint,
      eventbridge: eventBridge.endpoint,
      s3: s3.endpoint,
      secretsmanager: secretsManager.endpoint,
    },
    credentialsOf: (logicalId) => ({ accessKeyId: logicalId, secretAccessKey: 'local' }),
  });
  const permissions = new Permissions(policiesOf(system.stack), accountOf(system.stack));
  judge.resolve(permissions);
  services.resolve(system.stack.endpoints);
  await system.stack.made;
  return {
    ...system,
    dynamodb,
    eventBridge,
    s3,
    secretsManager,
    permissions,
    async holdRelay(cause) {
      const held = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      eventBridge.fail('PutEvents', {
        before: async () => {
          held.resolve();
          await released.promise;
          return 'drop';
        },
      });
      await cause();
      await held.promise;
      return released.resolve;
    },
    async stop() {
      await system.stop();
      await Promise.all(
        [dynamodb, eventBridge, secretsManager, s3, engine].map((one) => one.stop()),
      );
    },
  };
}
