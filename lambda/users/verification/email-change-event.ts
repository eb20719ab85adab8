import type { Composer } from '../events/change.ts';
import { publicEvent, withToken } from '../events/public-event.ts';
import type { UserModel } from '../model/user-model.ts';
import type { UserReads } from '../user-reads.ts';
import type { EmailChangeTokens } from './tokens.ts';

/**
 * The event of a change of address that is still pending. It has no token if the new address has a
 * user by now: nothing may be mailed there, but the old address is told all the same.
 */
export const emailChangeEvent =
  (deps: {
    readonly store: Pick<UserReads, 'lookup'>;
    readonly model: UserModel;
    readonly tokens: Pick<EmailChangeTokens, 'issue'>;
  }): Composer<'email-change'> =>
  async ({ event: stored, ...claims }) => {
    const { userId, email, newEmail } = claims;
    const { profiles, owner } = await deps.store.lookup([userId], { email: newEmail });
    const profile = profiles.get(userId);
    if (!profile?.user.is_active || profile.user.email !== email) return undefined;
    if (profile.pendingEmail !== newEmail) return undefined;
    const { user, version } = profile;
    const { type, detail } = publicEvent(deps.model, stored, user, version);
    const event = { type, detail: { ...detail, new_email: newEmail } };
    if (owner !== undefined) return event;
    return withToken(event, await deps.tokens.issue(claims, stored));
  };
