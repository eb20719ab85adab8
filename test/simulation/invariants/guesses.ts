import {
  type Counter,
  factorCounter,
  passwordCounters,
  stateOf,
} from '../../../lambda/users/limits/counter.ts';
import { hashedName } from '../../../lambda/users/limits/subject.ts';
import { required } from '../../support/domain/domain.ts';
import { placeOf } from '../../support/stores/memory/attempts.ts';
import { ADDRESSES, originOf } from '../steps/people.ts';
import { SIMULATED_LIMITS } from '../world/limits.ts';
import type { TableInvariant } from './invariant.ts';

/**
 * While a name is locked no guess at its password is told: neither a wrong one, nor a right one by what it begins, unless
 * it looked before the lock.
 */
export const locksHold: TableInvariant = (world) => {
  const { table, clock } = world;
  const seen = world.seen.guessed;
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
  world.seen.guessed = { counted: new Map(table.counted), allowed, sessions };
  if (!seen) return undefined;
  const isLocked = ({ counter, place }: Placed) => {
    const attempts = seen.counted.get(place);
    return stateOf({ counter, seen: attempts }, clock.now()).kind === 'locked';
  };
  const begun = [...table.sessions.values()].filter(
    ({ sessionId }) => !seen.sessions.has(sessionId),
  );
  for (const { email, counters } of GUESSED) {
    const locked = counters.filter(isLocked);
    const counted = locked.find(({ place }) => {
      const now = table.counted.get(place);
      // A reset or a deletion forgets it.
      return now !== undefined && now.n !== seen.counted.get(place)?.n;
    });
    if (counted) return `a wrong password of ${email} was counted in a lock`;
    const isTold = begun.some(
      ({ userId, proof }) =>
        proof?.amr.includes('pwd') &&
        // With a second factor, the password was told when the login began.
        !proof.amr.includes('mfa') &&
        table.byEmail(email)?.profile.user.id === userId,
    );
    if (!isTold) continue;
    const { place: name } = required(counters[0]);
    const left = allowed.get(name) ?? 0;
    if (left === 0 && locked.length > 0) return `a right password of ${email} was told in a lock`;
    allowed.set(name, Math.max(0, left - 1));
  }
  const told = begun.find(
    ({ userId, proof }) => proof?.amr.includes('otp') && isLocked(placed(factorCounter(userId))),
  );
  // The write that begins a session looks at the counter of codes itself.
  return told && `a right code of ${told.userId} was told in a lock`;
};

interface Placed {
  readonly counter: Counter;
  /** Its key in the table. */
  readonly place: string;
}

const placed = (counter: Counter): Placed => ({ counter, place: placeOf(counter) });

/** The counters of each address, the narrowest first. */
const GUESSED = ADDRESSES.map((email) => {
  const of = { name: hashedName(email), address: originOf('').ip };
  return { email, counters: passwordCounters(SIMULATED_LIMITS, of).map(placed) };
});
