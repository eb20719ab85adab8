import {
  type Attempts,
  type Counter,
  factorCounter,
  passwordCounters,
  stateOf,
} from '../../../lambda/users/limits/counter.ts';
import { hashedName } from '../../../lambda/users/limits/subject.ts';
import { keyOf } from '../../../lib/contract/item-keys.ts';
import { required } from '../../support/domain/domain.ts';
import { ADDRESSES, originOf } from '../steps/people.ts';
import { SIMULATED_LIMITS, type World } from '../world/world.ts';
import type { TableInvariant } from './invariant.ts';

interface Before {
  readonly counted: ReadonlyMap<string, Attempts>;
  /** Right passwords, by name, that found it open and have begun nothing so far. */
  readonly allowed: ReadonlyMap<string, number>;
  readonly sessions: ReadonlySet<string>;
}

const before = new WeakMap<World, Before>();

/**
 * While a name is locked no guess at its password is told: neither a wrong one, nor a right one by what it begins, unless
 * it looked before the lock.
 */
export const locksHold: TableInvariant = (world) => {
  const { table, clock } = world;
  const seen = before.get(world);
  const allowed = new Map(seen?.allowed);
  for (const [narrowest, ...others] of table.looks.splice(0)) {
    if (!narrowest) continue;
    const isOpen = [narrowest, ...others].every(
      (each) => stateOf(each, clock.now()).kind !== 'locked',
    );
    const name = placeOf(narrowest.counter);
    if (isOpen) allowed.set(name, (allowed.get(name) ?? 0) + 1);
  }
  const sessions = new Set(table.sessions.keys());
  before.set(world, { counted: new Map(table.counted), allowed, sessions });
  if (!seen) return undefined;
  const isLocked = (counter: Counter) => {
    const attempts = seen.counted.get(placeOf(counter));
    return stateOf({ counter, seen: attempts }, clock.now()).kind === 'locked';
  };
  for (const email of ADDRESSES) {
    const locked = countersOf(email).filter(isLocked);
    const counted = locked.find((counter) => {
      const now = table.counted.get(placeOf(counter));
      // A reset or a deletion forgets it.
      return now !== undefined && now.n !== seen.counted.get(placeOf(counter))?.n;
    });
    if (counted) return `a wrong password of ${email} was counted in a lock`;
    const begun = [...table.sessions.values()].find(
      ({ sessionId, userId, proof }) =>
        !seen.sessions.has(sessionId) &&
        proof?.amr.includes('pwd') &&
        table.byEmail(email)?.profile.user.id === userId,
    );
    if (!begun) continue;
    const name = placeOf(required(countersOf(email)[0]));
    const left = allowed.get(name) ?? 0;
    if (left === 0 && locked.length > 0) return `a right password of ${email} was told in a lock`;
    allowed.set(name, Math.max(0, left - 1));
  }
  return codeInLock(world, seen, isLocked);
};

/** The same of codes: the write that begins a session looks at their counter itself. */
function codeInLock(
  { table }: World,
  seen: Before,
  isLocked: (counter: Counter) => boolean,
): string | undefined {
  const begun = [...table.sessions.values()].find(
    ({ sessionId, userId, proof }) =>
      !seen.sessions.has(sessionId) &&
      proof?.amr.includes('otp') &&
      isLocked(factorCounter(userId)),
  );
  return begun && `a right code of ${begun.userId} was told in a lock`;
}

function countersOf(email: string): readonly Counter[] {
  const name = hashedName(email);
  return passwordCounters(SIMULATED_LIMITS, { name, address: originOf('').ip });
}

function placeOf({ key: { item, parts } }: Counter): string {
  const { pk, sk } = keyOf(item, parts as never);
  return `${pk} ${sk}`;
}
