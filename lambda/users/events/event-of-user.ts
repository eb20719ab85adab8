import type { UserModel } from '../model/user-model.ts';
import type { UserReads } from '../user-reads.ts';
import type { Composer } from './change.ts';
import { publicEvent } from './public-event.ts';

/** The event of an item that knows only the id of its user, with that user as they are; none if the user is deleted. */
export const eventOfUser =
  (deps: {
    readonly store: Pick<UserReads, 'lookup'>;
    readonly model: UserModel;
  }): Composer<'session' | 'device' | 'lockout-notice' | 'totp'> =>
  async ({ userId, event }) => {
    const profile = (await deps.store.lookup([userId])).profiles.get(userId);
    return profile && publicEvent(deps.model, event, profile.user, profile.version);
  };
