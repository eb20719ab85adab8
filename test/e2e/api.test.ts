import { afterAll, beforeAll, describe } from '@jest/globals';
import { apiCases } from './suite/api.ts';
import { Client } from './support/client.ts';
import { type LocalSystem, startLocalSystem } from './support/local-system.ts';

describe('the API on this machine', () => {
  let system: LocalSystem;
  let client: Client;

  beforeAll(async () => {
    system = await startLocalSystem();
    client = new Client(system);
  });
  afterAll(() => system?.stop());

  apiCases(() => client);
});
