import { describe } from '@jest/globals';
import { MemoryUserStore } from '../../support/memory-user-store.ts';
import { describeUserStore } from '../../support/user-store-contract.ts';

describe('the store in memory that unit tests run on', () => {
  describeUserStore(async () => new MemoryUserStore());
});
