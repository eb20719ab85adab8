import { unlessSignedOut } from '../accounts/stale.ts';
import type { Ids } from '../ids.ts';
import type { Sender } from '../origin.ts';
import type { Profile } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import {
  type CodeGuessDeps,
  guessAtCodeOfAny,
  type RightCode,
  refusedCode,
  rightCode,
} from './code-guess.ts';
import type { FactorRefusal, FactorStore } from './factor-store.ts';
import type { GivenCode } from './factor-use.ts';

export interface ChangeByCodeDeps extends CodeGuessDeps {
  readonly store: Pick<UserReads, 'lookup'>;
  readonly factors: FactorStore;
  readonly ids: Ids;
}

export interface ChangeByCodeInput {
  /** As read when the caller was authenticated. */
  readonly profile: Profile;
  readonly given: GivenCode;
  readonly sender: Sender;
}

/** What a change is made on: the profile and the recovery codes as read, and the code that was given. */
interface Changed {
  readonly before: Profile;
  /** Hashes. */
  readonly recoveryCodes: readonly string[];
  readonly given: RightCode;
}

/**
 * Makes a change of a user's own factors that takes a code, which is used in the same write.
 *
 * @throws UsersError `MFA_BAD_CODE`, `TOO_MANY_REQUESTS`; `UNAUTHORIZED` when the user was signed out or deleted in between
 */
export function changeByCode<T>(
  deps: ChangeByCodeDeps,
  { profile, given, sender }: ChangeByCodeInput,
  change: (changed: Changed) => Promise<T | { readonly refused: FactorRefusal }>,
): Promise<T> {
  const asked = { given, sender, bad: 'MFA_BAD_CODE' } as const;
  return unlessSignedOut<T>(deps.store, profile, async (before) => {
    const user = { userId: before.user.id, factors: before.factors };
    const guessed = await guessAtCodeOfAny(deps, user, asked);
    const right = await rightCode(deps, guessed);
    const { recoveryCodes } = guessed.compared;
    const outcome = await change({ before, recoveryCodes, given: right });
    if (!isRefused(outcome)) return outcome;
    return outcome.refused === 'stale'
      ? 'stale'
      : refusedCode(deps, outcome.refused, guessed, right);
  });
}

function isRefused(outcome: unknown): outcome is { readonly refused: FactorRefusal } {
  return outcome instanceof Object && 'refused' in outcome;
}
