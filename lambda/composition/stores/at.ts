/**
 * What stores are made of: one client, whose connections they share. Each store is made in a file of its own, since a bundle holds
 * files as a whole: a function loads no store that it doesn't use.
 */
import { tableName } from '../../../lib/contract/action.ts';
import { AWS_CLIENT, AWS_CLIENT_OF_BATCHES } from '../../adapters/aws/client-options.ts';
import { documentsClient } from '../clients.ts';
import type { Runtime } from '../runtime.ts';

const documents = (rt: Runtime, options: typeof AWS_CLIENT = AWS_CLIENT) =>
  rt.shared('documents', () => documentsClient(rt, options));

/** Before anything else of the stores, in a function whose calls work for many users at once. */
export function worksInBatches(rt: Runtime): void {
  documents(rt, AWS_CLIENT_OF_BATCHES);
}

/** What a store is made of. */
export const at = (rt: Runtime) => [documents(rt), rt.get(tableName)] as const;
