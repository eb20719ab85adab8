import { eventBusName, undeliveredEventsUrl } from '../../lib/contract/events.ts';
import { EventBridgeEventBus } from '../adapters/event-bridge/event-bus.ts';
import { Bucket } from '../adapters/s3/bucket.ts';
import { putEventsClient } from './clients.ts';
import type { Runtime } from './runtime.ts';

const putEvents = (rt: Runtime) => rt.once('putEvents', () => putEventsClient(rt));

export const eventBus = (rt: Runtime) =>
  new EventBridgeEventBus(putEvents(rt), rt.get(eventBusName));

export const undeliveredEvents = ({ environment, get }: Runtime) =>
  new Bucket(get(undeliveredEventsUrl), environment);
