import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { REQUESTS } from './scenarios/index.ts';
import type { FaultSystem } from './support/fault-system.ts';
import { report } from './support/report.ts';
import { runAll } from './support/run.ts';
import { startFaultSystem } from './support/start-fault-system.ts';

describe('an API of which one call fails', () => {
  let system: FaultSystem;

  beforeAll(async () => {
    system = await startFaultSystem();
  });
  afterAll(() => system?.stop());

  test('answers, stores and publishes what it does when none fails', async () => {
    const only = new RegExp(process.env.ONLY ?? '');
    const outcome = await runAll(
      system,
      REQUESTS.filter(({ action, when }) => only.test(`${action} ${when}`)),
    );
    expect(await report('requests', outcome)).toEqual([]);
    expect(system.permissions.takeDenials()).toEqual([]);
  });
});
