import type { PutEventsRequestEntry, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';

/**
 * `PutEvents`, whatever client makes the call, which is repeated while that may help.
 *
 * @returns what came of each entry, in their order
 * @throws an error with the service's own name
 */
export type PutEvents = (
  entries: readonly PutEventsRequestEntry[],
) => Promise<readonly PutEventsResultEntry[]>;
