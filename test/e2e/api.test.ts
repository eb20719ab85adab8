import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import { eventCases } from './event-cases.ts';
import { permissionCases } from './iam/cases.ts';
import { apiCases } from './suite/api.ts';
import { Client } from './support/client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';

describe('the API on this machine', () => {
  let system: ProxiedSystem;
  let client: Client;

  beforeAll(async () => {
    system = await startProxiedSystem();
    client = new Client(system);
  });
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));
  afterAll(() => system?.stop());

  apiCases(() => client);
  describe('events:', () =>
    eventCases(() => system, ['after-refresh-reuse', 'after-request-email-change']));
  describe('permissions:', () => permissionCases(() => system));
});
