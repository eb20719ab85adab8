import type { PublicEvent } from './event.ts';

export interface EventBus {
  /**
   * Publishes in order and stops at the first event that the bus does not take; never throws.
   *
   * @returns how many, from the first on, it took, and why no more
   */
  publish(events: readonly PublicEvent[]): Promise<{ taken: number; error?: unknown }>;
}
