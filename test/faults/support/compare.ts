import type { Envelope } from '../../e2e/support/system.ts';
import { atMost } from './at-most.ts';
import { byUser, effectsOf } from './effects.ts';
import { FaultClient } from './fault-client.ts';
import type { FaultSystem } from './fault-system.ts';
import { type Run, settled } from './request.ts';

/** A request that came out differently with a fault. */
export interface Difference {
  readonly run: Run;
  readonly without: string | undefined;
  readonly with: string | undefined;
}

/** Compares what was answered, stored and published, when all events are. */
export async function differences(
  system: FaultSystem,
  runs: readonly Run[],
): Promise<readonly Difference[]> {
  // Events come in order: with this one, all of before are published.
  const last = new FaultClient(system);
  const { id } = await last.user();
  await last.event('after-register', (user) => user.id === id);
  await settled(system);
  const events = byUser(system.stack.events() as unknown as readonly Envelope[]);
  const seen = new Map<Run, string>();
  await atMost(32, runs, async (run) => {
    const { client, answer, looked } = run;
    const own = client.about.user.flatMap((user) => events.get(user) ?? []);
    const effects = await effectsOf(client, own);
    seen.set(run, JSON.stringify({ answer, looked, ...effects }, undefined, 1));
  });
  const peaceful = new Map(
    runs.filter(({ failing }) => !failing).map((run) => [run.scenario, seen.get(run)]),
  );
  return runs.flatMap((run): Difference[] => {
    if (run.failing === undefined) return [];
    const without = peaceful.get(run.scenario);
    const faulty = seen.get(run);
    return without === faulty && run.reached ? [] : [{ run, without, with: faulty }];
  });
}
