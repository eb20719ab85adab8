import type { Composer } from '../events/change.ts';
import { publicEvent } from '../events/public-event.ts';
import { type Lockouts, liftLockout } from '../limits/lockouts.ts';
import type { UserModel } from '../model/user-model.ts';
import type { Leftovers } from './leftovers.ts';

/**
 * The event that a profile carries, with its user. Accounts, second factors and passkeys that the change ended are deleted first: none
 * of them signs in any more, and their keys are free once subscribers hear of it. So are wrong passwords from before a reset,
 * which would keep the owner out.
 */
export const profileEvent =
  (deps: {
    readonly model: UserModel;
    readonly leftovers: Pick<Leftovers, 'sweepAccounts' | 'sweepFactors'>;
    readonly lockouts: Lockouts;
  }): Composer<'profile'> =>
  async ({ event, user, version, accountsBelow, factorsBelow, endedFactors = [] }) => {
    // The reset itself forgets them only for where it came from.
    if (event.type === 'after-reset-password') await liftLockout(deps, { email: user.email });
    if (accountsBelow !== undefined) await deps.leftovers.sweepAccounts(user.id, accountsBelow);
    if (factorsBelow !== undefined) await deps.leftovers.sweepFactors(user.id, factorsBelow);
    const told = publicEvent(deps.model, event, user, version);
    if (endedFactors.length === 0) return told;
    return { ...told, detail: { ...told.detail, ended_factors: endedFactors } };
  };
