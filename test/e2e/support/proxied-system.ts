import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findEngine } from '../../../local/engine/binary.ts';
import { startEngine } from '../../../local/engine/engine.ts';
import { FaultProxy } from '../../support/fault-proxy.ts';
import { type LocalSystem, startLocalSystem } from './local-system.ts';

/** The example app on this machine, with proxies between its functions and their services. */
export interface ProxiedSystem extends LocalSystem {
  readonly dynamodb: FaultProxy;
  readonly eventBridge: FaultProxy;
  /**
   * Keeps the relay waiting for the bus, from the next event on, which `cause` raises.
   *
   * @returns what lets it go on; the event it waited with is published then
   */
  holdRelay(cause: () => Promise<unknown>): Promise<() => void>;
}

export async function startProxiedSystem(): Promise<ProxiedSystem> {
  const folder = await mkdtemp(path.join(tmpdir(), 'engine-'));
  const engine = await startEngine({
    binary: findEngine(),
    database: path.join(folder, 'tables.db'),
  });
  const dynamodb = await FaultProxy.start(engine.endpoint);
  // The event bus is a part of the stack, so where it is isn't known before the stack runs.
  const eventBridge = await FaultProxy.start(() => system.stack.endpoints.eventbridge);
  const system: LocalSystem = await startLocalSystem({
    dynamodbEndpoint: engine.endpoint,
    endpoints: { dynamodb: dynamodb.endpoint, eventbridge: eventBridge.endpoint },
  });
  return {
    ...system,
    dynamodb,
    eventBridge,
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
      await Promise.all([dynamodb.stop(), eventBridge.stop(), engine.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
