import type { PublicEvent } from './event.ts';

export interface EventBus {
  /**
   * Publishes in order and stops at the first event that the bus does not take; never throws.
   *
   * @returns how many events it took, from the first on, and the error that stopped it
   */
  publish(events: readonly PublicEvent[]): Promise<{ taken: number; error?: unknown }>;
}
