import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GENERATORS, openWorkshop, type Workshop } from './support/generated.ts';
import { runSchemathesis } from './support/schemathesis.ts';
import { type ContractSystem, startContractSystem } from './support/system.ts';

/** `CONTRACT_LONG=true npm run test:contract` tries many more requests. */
const EXAMPLES = process.env.CONTRACT_LONG ? 100 : undefined;

const DONE = { code: 0, said: '' };

/** What every client sees on its way. */
const FLOW = {
  registered: 'Ada',
  again: 'REGISTER_USER_ALREADY_EXISTS',
  me: 'free',
  cookie: true,
  reset: true,
  ended: 401,
  found: [true],
};

describe('the OpenAPI document of an API', () => {
  let system: ContractSystem;
  let workshop: Workshop;

  beforeAll(async () => {
    system = await startContractSystem();
    workshop = await openWorkshop(system);
  });
  afterAll(async () => {
    await workshop?.remove();
    await system?.stop();
  });

  describe.each(GENERATORS)('makes by %s a client', (generator) => {
    test('that compiles, and registers, signs in by bearer and by cookie, resets and lists', async () => {
      const { generate, check, walk } = workshop.clients[generator];
      expect(await generate()).toMatchObject(DONE);
      expect(await check()).toMatchObject(DONE);
      expect(await walk()).toEqual({ ...DONE, result: FLOW });
    });
  });

  test('says how each request of schemathesis is answered', async () => {
    expect(await runSchemathesis(system, EXAMPLES)).toMatchObject(DONE);
  }, 1_800_000);
});
