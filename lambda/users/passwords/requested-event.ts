import type { Composer } from '../events/change.ts';
import { publicEvent, withToken } from '../events/public-event.ts';
import type { UserModel } from '../model/user-model.ts';
import type { Profile } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import type { MailedClaims, MailedTokens } from './mailed-tokens.ts';
import type { RequestKind } from './request-store.ts';

export interface RequestedEventDeps<Claims> {
  readonly store: UserReads;
  readonly model: UserModel;
  readonly tokens: Pick<MailedTokens<Claims>, 'issue'>;
}

/** What is known of a user who is found by the address. */
type FoundClaims = Omit<MailedClaims, 'newEmail'>;

/**
 * The requested token is made here, off the request's path, and stored nowhere.
 *
 * @param isFor whether there is anything to mail to an active user
 */
export const requestedEvent =
  <Claims extends Partial<FoundClaims>>(
    deps: RequestedEventDeps<Claims>,
    isFor: (profile: Profile) => boolean = () => true,
  ): Composer<RequestKind> =>
  async ({ email, event }) => {
    const credential = await deps.store.loginCredential(email);
    if (!credential?.isActive) return undefined;
    const { userId, credentialVersion } = credential;
    const profile = (await deps.store.lookup([userId])).profiles.get(userId);
    if (!profile || !isFor(profile)) return undefined;
    const claims: FoundClaims = { userId, email, credentialVersion };
    const issued = await deps.tokens.issue(claims as Claims & FoundClaims, event);
    const { user, version } = profile;
    return withToken(publicEvent(deps.model, event, user, version), issued);
  };
