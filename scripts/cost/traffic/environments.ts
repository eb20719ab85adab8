/** The execution environments of functions under some traffic: one answers at a time, and ends when nobody asks it for a while. */
import { groupOf } from '../../../lib/contract/function-groups.ts';
import { ACTIONS } from '../../../lib/contract/index.ts';
import { type Answer, type Asked, answerOf, type Environment, type Layout } from './answers.ts';
import type { Request } from './visits.ts';

export interface Site {
  readonly layout: Layout;
  /** MB of the function of an action. */
  readonly memoryOf: (asked: Asked) => number;
  /** Milliseconds that an environment lives without a request. */
  readonly idleMs: number;
  /** Environments of each function that are there all the time. @default 0 */
  readonly ready?: number;
}

export interface Answered extends Answer {
  readonly asked: Asked;
  readonly by: Environment;
  /** Whether one that is kept ready answered. */
  readonly isReady: boolean;
}

interface Place {
  freeAt: number;
  readonly isReady: boolean;
  readonly known: Set<Asked>;
}

/** The function of an action in a layout. */
export function functionOf(layout: Layout, asked: Asked): string {
  const action = ACTIONS.find(({ name }) => name === asked);
  const group = action && groupOf(action);
  if (group === undefined) throw new Error(`no group serves ${asked}`);
  return layout === 'perAction' ? asked : group;
}

/** What each request is answered with, in their order. */
export function answersOf(requests: readonly Request[], site: Site): readonly Answered[] {
  const { layout, memoryOf, idleMs, ready = 0 } = site;
  const places = new Map<string, Place[]>();
  return requests.map(({ at, asked }) => {
    const name = functionOf(layout, asked);
    const known = places.get(name) ?? Array.from({ length: ready }, readyPlace);
    const alive = known.filter(({ freeAt, isReady }) => isReady || at - freeAt <= idleMs);
    const [free] = alive
      .filter(({ freeAt }) => freeAt <= at)
      .toSorted(
        (one, other) => Number(other.isReady) - Number(one.isReady) || other.freeAt - one.freeAt,
      );
    const place = free ?? { freeAt: at, isReady: false, known: new Set<Asked>() };
    const by = free === undefined ? 'cold' : inPlace(free, asked);
    const answer = answerOf(asked, by, { layout, memory: memoryOf(asked) });
    place.freeAt = at + answer.ms;
    place.known.add(asked);
    places.set(name, free === undefined ? [...alive, place] : alive);
    return { ...answer, asked, by, isReady: place.isReady };
  });
}

/** One that is kept ready has loaded all that it serves. */
const inPlace = ({ isReady, known }: Place, asked: Asked): Environment =>
  isReady || known.has(asked) ? 'warm' : 'joining';

const readyPlace = (): Place => ({
  freeAt: Number.NEGATIVE_INFINITY,
  isReady: true,
  known: new Set(),
});

/** The least of values that so much of them is not above. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
