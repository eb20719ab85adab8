import type { Composer } from '../events/change.ts';
import { publicEvent } from '../events/public-event.ts';
import { type Lockouts, liftLockout } from '../limits/lockouts.ts';
import type { UserModel } from '../model/user-model.ts';
import type { Leftovers } from './leftovers.ts';

/**
 * The event that a profile carries, with its user. Accounts that the change ended are deleted first: none of them signs in any more,
 * and their keys are free once subscribers hear of it. So are wrong passwords from before a reset, which would keep the owner out.
 */
export const profileEvent =
  (deps: {
    readonly model: UserModel;
    readonly leftovers: Pick<Leftovers, 'sweepAccounts'>;
    readonly lockouts: Lockouts;
  }): Composer<'profile'> =>
  async ({ event, user, version, accountsBelow }) => {
    // The reset itself forgets them only for where it came from.
    if (event.type === 'after-reset-password') await liftLockout(deps, { email: user.email });
    if (accountsBelow !== undefined) await deps.leftovers.sweepAccounts(user.id, accountsBelow);
    return publicEvent(deps.model, event, user, version);
  };
