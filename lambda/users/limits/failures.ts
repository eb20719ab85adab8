import { UsersError } from '../errors.ts';
import type { Watched } from './counter.ts';
import { assertOpen, countWrong, type GuessDeps, type Limited, locked } from './guess.ts';

/**
 * Counts what is refused by one of these codes, before that is told. What succeeds is not counted and not refused: a token that
 * is right was not guessed, and others may come from the same address.
 *
 * @throws UsersError `TOO_MANY_REQUESTS` in place of the refusal, when there were too many
 */
export async function countingFailures<T>(
  deps: GuessDeps,
  limited: Limited,
  codes: readonly string[],
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UsersError && codes.includes(error.code)) {
      await countRequest(deps, limited);
    }
    throw error;
  }
}

/**
 * Counts what is asked for, whatever comes of it.
 *
 * @throws UsersError `TOO_MANY_REQUESTS`
 */
export const countRequest = (deps: GuessDeps, limited: Limited): Promise<void> =>
  countWrong(deps, { ...limited, watched: notRead(limited) });

/**
 * Makes a write whose success tells as much as its refusal, so that it is refused as well where there were too many failures.
 * Its condition asks for that; the counters are read only where it finds them full, as what is full may be void.
 *
 * @throws UsersError `TOO_MANY_REQUESTS`
 */
export async function writeUnlessLocked<Outcome>(
  { attempts, clock }: Pick<GuessDeps, 'attempts' | 'clock'>,
  limited: Limited,
  write: (unlessLocked: readonly Watched[]) => Promise<Outcome | 'locked'>,
): Promise<Exclude<Outcome, 'locked'>> {
  const outcome = await write(notRead(limited));
  if (outcome !== 'locked') return outcome as Exclude<Outcome, 'locked'>;
  const watched = await attempts.attempts(limited.counters);
  assertOpen(clock, limited.sender, watched);
  const again = await write(watched);
  if (again === 'locked') throw locked();
  return again as Exclude<Outcome, 'locked'>;
}

const notRead = ({ counters }: Limited): readonly Watched[] =>
  counters.map((counter) => ({ counter, seen: undefined }));
