import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import { requiredVerificationCases } from './suite/verification.ts';
import { Client } from './support/client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';

const APP = path.join(import.meta.dirname, '../apps/verified-addresses.ts');

describe('an API for users whose addresses are proved, on this machine', () => {
  let system: ProxiedSystem;
  let client: Client;

  beforeAll(async () => {
    system = await startProxiedSystem({ app: APP });
    client = new Client(system);
  });
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));
  afterAll(() => system?.stop());

  describe('required verification:', () => requiredVerificationCases(() => client));
});
