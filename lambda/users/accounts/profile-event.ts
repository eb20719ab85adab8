import type { Composer } from '../events/change.ts';
import { publicEvent } from '../events/public-event.ts';
import type { UserModel } from '../model/user-model.ts';

/** The event that a profile carries, with its user. */
export const profileEvent =
  ({ model }: { readonly model: UserModel }): Composer<'profile'> =>
  async ({ event, user }) =>
    publicEvent(model, event, user);
