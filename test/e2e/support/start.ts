import { afterAll, beforeAll } from '@jest/globals';
import type { System } from './system.ts';

/** A system that runs until it is stopped. */
export interface RunningSystem extends System {
  stop(): Promise<void>;
}

/** Starts a system for a suite, which stops it. */
export type Start<S extends RunningSystem = RunningSystem> = () => Promise<S>;

/** Starts a system before the cases of the present `describe`, and stops it after them. */
export function runOn<S extends RunningSystem>(
  start: Start<S>,
  begin: (system: S) => void,
  timeout?: number,
): void {
  let system: S | undefined;
  beforeAll(async () => {
    system = await start();
    begin(system);
  }, timeout);
  afterAll(() => system?.stop());
}

/** Lends a system that runs already: a suite that stops it does nothing. */
export function lent<S extends System>(system: () => S): Start<S & RunningSystem> {
  return async () => ({ ...system(), stop: async () => {} });
}

/** Starts one system for several suites, before the first case of the present `describe`. */
export function shared<S extends RunningSystem>(start: Start<S>, timeout?: number): Start<S> {
  let system: S;
  runOn(
    start,
    (started) => {
      system = started;
    },
    timeout,
  );
  return lent(() => system);
}
