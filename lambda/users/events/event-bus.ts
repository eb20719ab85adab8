import type { PublicEvent } from './event.ts';

/** What became of an event that was handed to the bus. */
export type Fate =
  | { readonly kind: 'taken' }
  /** For what it is: the bus will never take it. */
  | { readonly kind: 'refused'; readonly error: unknown }
  /** This time. */
  | { readonly kind: 'failed'; readonly error: unknown };

export interface EventBus {
  /**
   * Publishes in order, and never throws. An event that the bus doesn't take this time is tried again by itself for a
   * while; if it fails for good, none after it is tried. One that is refused holds nobody up.
   *
   * @returns the fate of each event, in the same order; of one that was not tried, that of the event it waited for
   */
  publish(events: readonly PublicEvent[]): Promise<readonly Fate[]>;
}
