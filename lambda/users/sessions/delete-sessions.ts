import type { AccountStore, UserChange } from '../accounts/account-store.ts';
import { unlessStale } from '../accounts/stale.ts';
import type { Profile } from '../user.ts';
import type { UserReads } from '../user-reads.ts';

export interface DeleteSessionsDeps {
  readonly store: Pick<UserReads, 'lookup'> & Pick<AccountStore, 'update'>;
}

/**
 * A superuser ends the sessions of a user, by one write however many there are: credentials that
 * were issued before are no longer honoured, stored or not. The user stays the same, so there is no
 * event.
 *
 * @throws UsersError `NOT_FOUND` when the user was deleted in between
 */
export async function deleteSessions(
  deps: DeleteSessionsDeps,
  { profile }: { readonly profile: Profile },
): Promise<void> {
  await unlessStale(deps.store, profile, 'NOT_FOUND', (before) =>
    deps.store.update(endOfSessions(before)),
  );
}

/** The change that ends all logins of a user, except one. */
export function endOfSessions(before: Profile, survivingToken?: string): UserChange {
  const { user, tokenVersion } = before;
  return { before, user, tokenVersion: tokenVersion + 1, survivingToken };
}
