import { describe } from '@jest/globals';
import { describeAccountStore } from '../../support/account-store-contract.ts';
import { describeEmailChange } from '../../support/email-change-contract.ts';
import { MemoryUserStore } from '../../support/memory-user-store.ts';
import { describeSessionStore } from '../../support/session-store-contract.ts';
import { describeUserStore } from '../../support/user-store-contract.ts';

describe('the store in memory that unit tests run on', () => {
  describeUserStore(async () => new MemoryUserStore());
  describeEmailChange(async () => new MemoryUserStore());
  describeSessionStore(async () => {
    const store = new MemoryUserStore();
    return { users: store, sessions: store };
  });
  describeAccountStore(async () => {
    const store = new MemoryUserStore();
    return { users: store, accounts: store };
  });
});
