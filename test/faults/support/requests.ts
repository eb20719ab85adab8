import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PARTS } from '../scenarios/index.ts';
import type { FaultSystem } from './fault-system.ts';
import { report } from './report.ts';
import { runAll } from './run.ts';
import { startFaultSystem } from './start-fault-system.ts';

/** The requests of one part; `ONLY` in the environment is a pattern of those to make. */
export function requestCases(part: keyof typeof PARTS): void {
  describe(`an API for ${part} of which one call fails`, () => {
    let system: FaultSystem;

    beforeAll(async () => {
      system = await startFaultSystem();
    });
    afterAll(() => system?.stop());

    test('answers, stores and publishes what it does when none fails', async () => {
      const only = new RegExp(process.env.ONLY ?? '');
      const outcome = await runAll(
        system,
        PARTS[part].filter(({ action, when }) => only.test(`${action} ${when}`)),
      );
      expect(await report(part, outcome)).toEqual([]);
      expect(system.permissions.takeDenials()).toEqual([]);
    });
  });
}
