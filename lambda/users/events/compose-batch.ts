import { type Change, type Composers, compose, subjectOf } from './change.ts';
import type { PublicEvent } from './event.ts';

/** Changes whose events are made at the same time. */
const AT_ONCE = 10;

/** What is made of one change: its event, or none, or the error that there was. */
export type Composed = { readonly event?: PublicEvent } | { readonly error: unknown };

/**
 * Makes the events of changes, at the same time for several users: what one waits for holds no other up. Those
 * of one user are made one after the other, since making one also deletes what the user leaves.
 *
 * @param changes each reads one change, or `undefined` if there is nothing to publish
 * @returns what was made of each, in the same order
 */
export async function composeBatch(
  composers: Composers,
  changes: readonly (() => Change | undefined)[],
): Promise<readonly Composed[]> {
  const composed: Composed[] = changes.map(() => ({}));
  const bySubject = new Map<string, { readonly index: number; readonly change: Change }[]>();
  for (const [index, read] of changes.entries()) {
    try {
      const change = read();
      if (change === undefined) continue;
      const subject = subjectOf(change);
      bySubject.set(subject, [...(bySubject.get(subject) ?? []), { index, change }]);
    } catch (error) {
      composed[index] = { error };
    }
  }
  const waiting = [...bySubject.values()];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      for (const { index, change } of next) {
        composed[index] = await compose(composers, change).then(
          (event) => ({ event }),
          (error: unknown) => ({ error }),
        );
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return composed;
}
