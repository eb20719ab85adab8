import type { Composer } from '../events/change.ts';
import { publicEvent } from '../events/public-event.ts';
import type { UserModel } from '../model/user-model.ts';
import type { UserReads } from '../user-reads.ts';

/** The event of a session, which knows only the id of its user; none if the user is deleted. */
export const sessionEvent =
  (deps: {
    readonly store: Pick<UserReads, 'lookup'>;
    readonly model: UserModel;
  }): Composer<'session'> =>
  async ({ userId, event }) => {
    const profile = (await deps.store.lookup([userId])).profiles.get(userId);
    return profile && publicEvent(deps.model, event, profile.user, profile.version);
  };
