import { joined, type Stores } from '../stores.ts';
import { MemoryAccounts } from './accounts.ts';
import { MemoryAttemptStore } from './attempts.ts';
import { AT_ONCE, type MemoryCalls } from './calls.ts';
import { MemoryKnownDevices } from './devices.ts';
import { MemoryEmailLogins } from './email-logins.ts';
import { MemoryFactors } from './factors.ts';
import { MemoryOAuthAccounts } from './oauth.ts';
import { MemoryPasskeys } from './passkeys.ts';
import { MemoryPasswords } from './passwords.ts';
import { MemorySessions } from './sessions.ts';
import { MemoryTable } from './table.ts';

/** The stores in memory: the same promises as the DynamoDB ones, kept by the contract suites. */
export type MemoryStore = Stores & Pick<MemoryTable, 'events' | 'calls' | 'counted'>;

export function memoryStore(): MemoryStore {
  const table = new MemoryTable();
  const { events, calls, counted } = table;
  return Object.assign(memoryStores(table), { events, calls, counted });
}

/** The stores of one table; `calls` decides when each call is made. */
export function memoryStores(table: MemoryTable, calls: MemoryCalls = AT_ONCE): Stores {
  return joined(
    new MemoryAccounts(table, calls),
    new MemoryPasswords(table, calls),
    new MemorySessions(table, calls),
    new MemoryKnownDevices(table, calls),
    new MemoryEmailLogins(table, calls),
    new MemoryOAuthAccounts(table, calls),
    new MemoryAttemptStore(table, calls),
    new MemoryFactors(table, calls),
    new MemoryPasskeys(table, calls),
  );
}
