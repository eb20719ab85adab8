import { assertCurrentPassword, type Proof } from '../passwords/current-password.ts';
import type { PasswordHash } from '../passwords/password-hash.ts';
import type { Profile } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import { type DeletionDeps, deleteAccount } from './delete-account.ts';
import { unlessSignedOut } from './stale.ts';

/**
 * Users delete themselves, once they have proved that they know their password.
 *
 * @throws UsersError `UPDATE_USER_BAD_CURRENT_PASSWORD`, `LAST_SUPERUSER`; HookRefusal;
 * `UNAUTHORIZED` when the user was signed out or deleted in between
 */
export async function deleteMe(
  deps: DeletionDeps & {
    readonly store: UserReads;
    readonly hash: Pick<PasswordHash, 'verify'>;
  },
  { profile, proof }: { profile: Profile; proof: Proof },
): Promise<void> {
  await unlessSignedOut(deps.store, profile, async (current) => {
    const { user } = current;
    if (proof.requireCurrentPassword) {
      const credential = await deps.store.credential(user.email);
      if (credential?.userId !== user.id) return 'stale';
      await assertCurrentPassword(deps.hash, proof, credential);
    }
    return deleteAccount(deps, current);
  });
}
