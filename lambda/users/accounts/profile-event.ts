import type { Composer } from '../events/change.ts';
import { publicEvent } from '../events/public-event.ts';
import type { UserModel } from '../model/user-model.ts';

/** Tells of a user whose profile carries the event. */
export const profileEvent =
  ({ model }: { readonly model: UserModel }): Composer<'profile'> =>
  async ({ event, user }) =>
    publicEvent(model, event, user);
