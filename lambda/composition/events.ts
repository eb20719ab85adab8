import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { eventBusName } from '../../lib/contract/events.ts';
import { AWS_CLIENT } from '../adapters/aws-client.ts';
import { EventBridgeEventBus } from '../adapters/event-bridge.ts';
import type { Runtime } from './runtime.ts';

export const eventBus = (rt: Runtime) =>
  new EventBridgeEventBus(
    rt.once('eventBridge', () => new EventBridgeClient(AWS_CLIENT)),
    rt.get(eventBusName),
  );
