import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { PublicEvent } from '../users/events/event.ts';
import type { EventBus } from '../users/events/event-bus.ts';

const SOURCE = 'users-api';
/** `PutEvents` takes this many entries. */
const MAX_ENTRIES = 10;

export class EventBridgeEventBus implements EventBus {
  readonly #client: EventBridgeClient;
  readonly #name: string;

  constructor(client: EventBridgeClient, name: string) {
    this.#client = client;
    this.#name = name;
  }

  async publish(events: readonly PublicEvent[]): Promise<{ taken: number; error?: unknown }> {
    let taken = 0;
    for (const batch of batches(events)) {
      try {
        const { Entries: results = [] } = await this.#client.send(this.#command(batch));
        const refused = results.findIndex(({ ErrorCode: code }) => code !== undefined);
        if (refused >= 0) {
          const { ErrorCode: code, ErrorMessage: message } = results[refused] ?? {};
          return { taken: taken + refused, error: new Error(`${code}: ${message}`) };
        }
      } catch (error) {
        return { taken, error };
      }
      taken += batch.length;
    }
    return { taken };
  }

  #command(events: readonly PublicEvent[]): PutEventsCommand {
    return new PutEventsCommand({
      Entries: events.map(({ type, detail }) => ({
        EventBusName: this.#name,
        Source: SOURCE,
        DetailType: type,
        Time: new Date(detail.time),
        Detail: JSON.stringify(detail),
      })),
    });
  }
}

/**
 * Splits so that no batch has two events of one user: entries of a call fail individually, and a
 * later event must not overtake an earlier one.
 */
function* batches(events: readonly PublicEvent[]): Generator<PublicEvent[]> {
  let batch: PublicEvent[] = [];
  for (const event of events) {
    const sameUser = batch.some(({ detail }) => detail.user.id === event.detail.user.id);
    if (sameUser || batch.length === MAX_ENTRIES) {
      yield batch;
      batch = [];
    }
    batch.push(event);
  }
  if (batch.length > 0) yield batch;
}
