import { unlessSignedOut } from '../accounts/stale.ts';
import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import type { Ids } from '../ids.ts';
import { isAccepted, linksOf } from '../links.ts';
import type { NewLink, Profile } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import { linkEvent } from './account-link.ts';
import type { OAuthAccountStore } from './account-store.ts';

export interface AssociateCallbackDeps {
  readonly store: Pick<UserReads, 'lookup'>;
  readonly accounts: Pick<OAuthAccountStore, 'find' | 'link'>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Adds an account at a provider to the user who signed in at both. Adding one that the user already
 * has changes nothing.
 *
 * @throws UsersError `OAUTH_USER_ALREADY_EXISTS` when the account is another user's, `UNAUTHORIZED`
 * when the user was signed out or deleted in between, `SERVICE_UNAVAILABLE` while an account that a
 * reset removed is being deleted
 */
export async function associateCallback(
  deps: AssociateCallbackDeps,
  {
    profile,
    account,
    acceptsEarlier,
  }: {
    readonly profile: Profile;
    readonly account: NewLink;
    /** As the client says: an account that was stored without an issuer is another user's as well. */
    readonly acceptsEarlier: boolean;
  },
): Promise<void> {
  const event = linkEvent(deps, account, { id: profile.user.id, by: 'user' });
  await unlessSignedOut(deps.store, profile, async (before) => {
    const outcome = await deps.accounts.link({ account, before, event, acceptsEarlier });
    if (outcome !== 'account_taken') return outcome;
    const { holder } = await deps.accounts.find({ account, acceptsEarlier });
    // It was just deleted, and the item by its user is about to be.
    if (!holder) return 'stale';
    if (holder.userId !== before.user.id) throw new UsersError('OAUTH_USER_ALREADY_EXISTS');
    if (!isAccepted(holder, linksOf(before).floor)) throw new UsersError('SERVICE_UNAVAILABLE');
    return outcome;
  });
}
