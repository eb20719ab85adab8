import type { Composer } from '../events/change.ts';
import { publicEvent } from '../events/public-event.ts';
import type { UserModel } from '../model/user-model.ts';
import type { Leftovers } from './leftovers.ts';

/**
 * The event that a profile carries, with its user. Accounts that the change removed are deleted first: none
 * of them signs in any more, and their keys are free once subscribers hear of it.
 */
export const profileEvent =
  (deps: {
    readonly model: UserModel;
    readonly leftovers: Pick<Leftovers, 'sweepAccounts'>;
  }): Composer<'profile'> =>
  async ({ event, user, version, accountsBelow }) => {
    if (accountsBelow !== undefined) await deps.leftovers.sweepAccounts(user.id, accountsBelow);
    return publicEvent(deps.model, event, user, version);
  };
