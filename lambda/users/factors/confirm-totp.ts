import { unlessSignedOut } from '../accounts/stale.ts';
import { UsersError } from '../errors.ts';
import type { Randomness } from '../ids.ts';
import { countWrong, type GuessDeps, guessAtFactor, locked, opened } from '../limits/guess.ts';
import type { Sender } from '../origin.ts';
import type { Profile } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import { assertVerified } from '../verified.ts';
import { ownEvent } from './factor-event.ts';
import type { FactorStore } from './factor-store.ts';
import type { CodeDeps } from './factor-use.ts';
import { hashedRecoveryCodes, newRecoveryCodes, RECOVERY_CODES } from './recovery-codes.ts';

export interface ConfirmTotpDeps extends GuessDeps, CodeDeps {
  readonly store: Pick<UserReads, 'lookup'>;
  readonly factors: Pick<FactorStore, 'pendingTotp' | 'confirmTotp'>;
  readonly randomness: Randomness;
}

export interface ConfirmTotpInput {
  /** As read when the caller was authenticated. */
  readonly profile: Profile;
  readonly code: string;
  readonly sender: Sender;
}

/**
 * Puts an authenticator app in force with its first code, which is of no more use by that.
 *
 * @returns recovery codes, which are shown once
 * @throws UsersError `USER_NOT_VERIFIED`; `MFA_BAD_CODE`, also where nothing waits for a code; `TOO_MANY_REQUESTS`; `UNAUTHORIZED` when the user was
 * signed out or deleted in between
 */
export function confirmTotp(
  deps: ConfirmTotpDeps,
  { profile, ...given }: ConfirmTotpInput,
): Promise<readonly string[]> {
  return unlessSignedOut(deps.store, profile, (before) =>
    confirm(deps, { profile: before, ...given }),
  );
}

async function confirm(
  deps: ConfirmTotpDeps,
  { profile, code, sender }: ConfirmTotpInput,
): Promise<readonly string[] | 'stale'> {
  const { factors, sealing, totpCodes, clock } = deps;
  const { id } = profile.user;
  assertVerified(profile.user);
  const asked = guessAtFactor(id, 'totp', sender);
  const { pending, watched } = await factors.pendingTotp(id, asked.counters);
  const guess = opened(deps, asked, watched);
  // TTL deletes late.
  if (pending === undefined || pending.expiresAt <= clock.now().getTime() / 1000) {
    throw new UsersError('MFA_BAD_CODE');
  }
  const { secret } = await sealing.open(pending.sealed, id);
  const step = totpCodes.stepOf(secret, code, clock.now());
  if (step === undefined) {
    await countWrong(deps, guess, id);
    throw new UsersError('MFA_BAD_CODE');
  }
  const codes = newRecoveryCodes(deps.randomness);
  const outcome = await factors.confirmTotp({
    ...{ before: profile, pending, step, unlessLocked: watched },
    recoveryCodes: hashedRecoveryCodes(secret, codes),
    event: ownEvent(deps, profile, sender, {
      type: 'after-mfa-enable',
      method: 'totp',
      codes_left: RECOVERY_CODES,
    }),
  });
  switch (outcome) {
    case 'confirmed':
      return codes;
    case 'stale':
      return 'stale';
    case 'locked':
      throw locked();
    case 'used':
      throw new UsersError('MFA_BAD_CODE');
  }
}
