import { joined, type Stores } from '../stores.ts';
import { MemoryAccounts } from './accounts.ts';
import { MemoryOAuthAccounts } from './oauth.ts';
import { MemoryPasswords } from './passwords.ts';
import { MemorySessions } from './sessions.ts';
import { MemoryTable } from './table.ts';

/** The stores in memory: the same promises as the DynamoDB ones, kept by the contract suites. */
export type MemoryStore = Stores & Pick<MemoryTable, 'events' | 'calls'>;

export function memoryStore(): MemoryStore {
  const table = new MemoryTable();
  const stores = joined(
    new MemoryAccounts(table),
    new MemoryPasswords(table),
    new MemorySessions(table),
    new MemoryOAuthAccounts(table),
  );
  return Object.assign(stores, { events: table.events, calls: table.calls });
}
