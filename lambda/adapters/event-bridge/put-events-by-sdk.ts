import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { PutEvents } from './put-events.ts';

/** Calls by the SDK's own client. */
export function putEventsBySdk(client: Pick<EventBridgeClient, 'send'>): PutEvents {
  return async (entries) => {
    const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: [...entries] }));
    return Entries;
  };
}
