import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../../../lib/contract/event.ts';
import type { PublicEvent } from '../../users/events/event.ts';

/** Of a time in an entry, whatever it is. */
const TIME_BYTES = 14;

/**
 * An event as `PutEvents` takes it.
 *
 * @throws for an event that can't be written so: its time is none, or a number is too large for JSON
 */
export function entryOf({ type, detail }: PublicEvent, bus: string): PutEventsRequestEntry {
  const Time = new Date(detail.time);
  if (Number.isNaN(Time.getTime())) throw new RangeError('the time of the event is no time');
  return {
    EventBusName: bus,
    Source: EVENT_SOURCE,
    DetailType: type,
    Time,
    Detail: JSON.stringify(detail),
  };
}

/**
 * What an entry counts for in the size of a call.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size
 */
export function sizeOf({ Source, DetailType, Detail }: PutEventsRequestEntry): number {
  const texts = [Source, DetailType, Detail].map((text = '') => Buffer.byteLength(text));
  return texts.reduce((sum, bytes) => sum + bytes, TIME_BYTES);
}
