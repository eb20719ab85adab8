import { tryDelete } from '../administration/delete-user.ts';
import type { UserModel } from '../model/user-model.ts';
import { assertCurrentPassword, type Proof } from '../passwords/current-password.ts';
import type { PasswordHash, UserStore } from '../ports.ts';
import type { Profile } from '../user.ts';
import { unlessSignedOut } from './stale.ts';

/**
 * Deletes the one who asks, as `deleteUser` does, once they have proved that they know their password.
 *
 * @throws UsersError `UPDATE_USER_BAD_CURRENT_PASSWORD`, `LAST_SUPERUSER`; HookRefusal; `UNAUTHORIZED`
 * when the user was signed out or deleted meanwhile
 */
export async function deleteMe(
  deps: {
    readonly store: Pick<UserStore, 'credential' | 'lookup' | 'delete'>;
    readonly hash: Pick<PasswordHash, 'verify'>;
    readonly model: Pick<UserModel, 'hooks'>;
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
    return tryDelete(deps, current);
  });
}
