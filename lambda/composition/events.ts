import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { eventBusName, undeliveredEventsUrl } from '../../lib/contract/events.ts';
import { AWS_CLIENT } from '../adapters/aws-client.ts';
import { EventBridgeEventBus } from '../adapters/event-bridge/event-bus.ts';
import { Bucket } from '../adapters/s3/bucket.ts';
import type { Runtime } from './runtime.ts';

const eventBridge = (rt: Runtime) =>
  rt.once('eventBridge', () => new EventBridgeClient(AWS_CLIENT));

export const eventBus = (rt: Runtime) =>
  new EventBridgeEventBus(eventBridge(rt), rt.get(eventBusName));

export const undeliveredEvents = (rt: Runtime) =>
  new Bucket(eventBridge(rt), rt.get(undeliveredEventsUrl), rt.endpointOf('S3'));
