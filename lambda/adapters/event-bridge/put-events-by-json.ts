import type { PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import type { JsonService } from '../aws/json-service.ts';
import type { PutEvents } from './put-events.ts';

/** Calls without the SDK's client. */
export function putEventsByJson(service: Pick<JsonService, 'call'>): PutEvents {
  return async (entries) => {
    // AWS JSON has times in seconds.
    const Entries = entries.map(({ Time, ...entry }) => ({
      ...entry,
      ...(Time && { Time: Time.getTime() / 1000 }),
    }));
    const answer: { readonly Entries?: readonly PutEventsResultEntry[] } = Object(
      await service.call('PutEvents', { Entries }),
    );
    return answer.Entries ?? [];
  };
}
