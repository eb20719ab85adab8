import type { Composer } from '../events/change.ts';
import { publicEvent } from '../events/public-event.ts';
import type { UserModel } from '../model/user-model.ts';
import type { UserReads } from '../user-reads.ts';

/** Tells of a session, which says nothing of its user but the id; nothing of one whose user is deleted. */
export const sessionEvent =
  (deps: {
    readonly store: Pick<UserReads, 'lookup'>;
    readonly model: UserModel;
  }): Composer<'session'> =>
  async ({ userId, event }) => {
    const profile = (await deps.store.lookup([userId])).profiles.get(userId);
    return profile && publicEvent(deps.model, event, profile.user);
  };
