import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { END_OF_ALL, KEYS, NEW_SUPERUSER, WALK } from './scenarios/keys.ts';
import { EXPORT } from './scenarios/transfer.ts';
import type { FaultSystem } from './support/fault-system.ts';
import { report } from './support/report.ts';
import { runGroups } from './support/run.ts';
import { startFaultSystem } from './support/start-fault-system.ts';

describe('an operation of which one call fails', () => {
  let system: FaultSystem;

  beforeAll(async () => {
    system = await startFaultSystem();
  });
  afterAll(() => system?.stop());

  test('leaves keys and users as it does when none fails', async () => {
    const outcome = await runGroups(system, [KEYS, [...NEW_SUPERUSER, ...WALK, ...EXPORT]]);
    expect(await report('operations', outcome)).toEqual([]);
  });

  test('ends all logins as it does when none fails', async () => {
    // Nobody is signed in any more after it, the superuser of the others included.
    const outcome = await runGroups(system, [END_OF_ALL]);
    expect(await report('end-of-all', outcome)).toEqual([]);
    expect(system.permissions.takeDenials()).toEqual([]);
  });
});
