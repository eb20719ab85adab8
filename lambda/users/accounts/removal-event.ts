import type { Composer } from '../events/change.ts';
import { publicEvent } from '../events/public-event.ts';
import type { UserModel } from '../model/user-model.ts';
import type { UserReads } from '../user-reads.ts';
import { type Deletions, deletionId } from './deletions.ts';
import type { Leftovers } from './leftovers.ts';

/**
 * The time of a write in the stream is rounded down: to the second by DynamoDB, to the minute by
 * DynamoDB Local. A request of that minute counts as the user's; it would no longer hold back
 * another one anyway.
 */
const ROUNDING_MS = 60_000;

/**
 * Sweeps what a deleted user leaves, then makes the event: subscribers know that nothing is left.
 *
 * @throws if the profile is there: a sweep would bring back tokens of logins that were ended
 */
export const removalEvent =
  (deps: {
    readonly store: Pick<UserReads, 'lookup'>;
    readonly leftovers: Leftovers;
    readonly deletions: Deletions;
    readonly model: UserModel;
  }): Composer<'removal'> =>
  async ({ user, version, at }) => {
    const { id, email } = user;
    // Another program has put it back, or the record was corrected by hand.
    if ((await deps.store.lookup([id])).profiles.has(id)) {
      throw new Error('the user was not removed: there is a profile');
    }
    const until = new Date(Date.parse(at) + ROUNDING_MS);
    const [actor] = await Promise.all([
      deps.deletions.actorOf(id),
      deps.leftovers.sweep({ id, email }, until),
    ]);
    const event = {
      id: deletionId(id),
      type: 'after-delete',
      at,
      ...(actor && { actor }),
    } as const;
    // After all that the profile has been.
    const last = version === undefined ? undefined : version + 1;
    return publicEvent(deps.model, event, user, last);
  };
