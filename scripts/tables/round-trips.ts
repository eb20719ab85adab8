/** The table of what requests cost, made from what the end-to-end tests expect. */
import { ACTIONS } from '../../lib/contract/index.ts';
import { type Measured, ROUND_TRIPS } from '../../test/e2e/round-trips.ts';
import { table } from './markdown.ts';
import { nameOf } from './requests.ts';

/** Requests in the order of their actions. */
export function roundTrips(): string {
  const measured: readonly Measured[] = Object.values(ROUND_TRIPS);
  const rows = ACTIONS.flatMap(({ name, route }) =>
    measured
      .filter(({ action }) => action === name)
      .map(({ when = '', cost }) => [
        route === undefined ? `the ${name}` : `\`${nameOf(route)}\``,
        when,
        String(cost.roundTrips),
        inOrder(cost.calls),
      ]),
  );
  return table(['request', 'which', 'round trips', 'calls'], rows);
}

/** Calls of one kind in a row are counted. */
function inOrder(calls: readonly string[]): string {
  const runs: { call: string; count: number }[] = [];
  for (const call of calls) {
    const last = runs.at(-1);
    if (last?.call === call) last.count += 1;
    else runs.push({ call, count: 1 });
  }
  return runs.map(({ call, count }) => `\`${call}\`${count > 1 ? ` × ${count}` : ''}`).join(', ');
}
