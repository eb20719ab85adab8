import type { StepKind } from '../attempt.ts';

const SECONDS = [1, 11, 61, 301, 901, 3601, 90_000];

/** Time goes on, in the middle of what runs beside it. */
export const wait: StepKind = {
  name: 'wait',
  weight: 10,
  begin(world, { calls }, choice) {
    const seconds = choice.what(SECONDS) ?? 1;
    return {
      says: `wait ${seconds} s`,
      ask: () => calls.read('wait', () => world.clock.advance(seconds)),
      refusalChanges: true,
    };
  },
};
