import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import type { Ids } from '../ids.ts';
import type { OAuthAccount, Profile } from '../user.ts';
import { accountsChanged } from './account-link.ts';
import type { OAuthAccountStore } from './account-store.ts';

export interface AssociateCallbackDeps {
  readonly accounts: Pick<OAuthAccountStore, 'find' | 'link'>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Adds an account at a provider to the user who signed in at both. Adding one that the user already
 * has changes nothing.
 *
 * @throws UsersError `OAUTH_USER_ALREADY_EXISTS` when the account is another user's, `UNAUTHORIZED`
 * when the user was signed out or deleted in between
 */
export async function associateCallback(
  deps: AssociateCallbackDeps,
  { profile, account }: { profile: Profile; account: OAuthAccount },
): Promise<void> {
  const { user, tokenVersion } = profile;
  const outcome = await deps.accounts.link({
    account,
    userId: user.id,
    tokenVersion,
    event: accountsChanged(deps, { id: user.id, by: 'user' }),
  });
  if (outcome === 'linked') return;
  if (outcome === 'stale') throw new UsersError('UNAUTHORIZED');
  const { userId } = await deps.accounts.find(account);
  if (userId !== user.id) throw new UsersError('OAUTH_USER_ALREADY_EXISTS');
}
