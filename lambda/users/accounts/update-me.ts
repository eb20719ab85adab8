import { assertMayChange, type CredentialProof } from '../passwords/fresh-proof.ts';
import type { PasswordHash } from '../passwords/password-hash.ts';
import type { Profile, User } from '../user.ts';
import { type ChangedBy, planChange, type UserChanges } from './plan-change.ts';
import { unlessSignedOut } from './stale.ts';
import { type ChangeDeps, credentialFor, customOnto, writeChange } from './write-change.ts';

export interface UpdateMeInput {
  /** As read when the caller was authenticated. */
  readonly profile: Profile;
  readonly changes: UserChanges;
  readonly own: Omit<Extract<ChangedBy, { readonly themselves: true }>, 'themselves'> &
    CredentialProof;
}

/**
 * Users change themselves; a request that changes nothing writes nothing and raises no event. If
 * another change came first, custom fields are merged and validated again.
 *
 * @throws UsersError `UPDATE_USER_BAD_CURRENT_PASSWORD`, `REAUTHENTICATION_REQUIRED`,
 * `UPDATE_USER_INVALID_PASSWORD`, `UPDATE_USER_EMAIL_ALREADY_EXISTS`, `TOO_MANY_REQUESTS`, and of a
 * superuser `LAST_SUPERUSER`; InvalidFieldsError, HookRefusal; `UNAUTHORIZED` when the user was signed out or deleted in between
 */
export function updateMe(
  deps: ChangeDeps & { readonly hash: PasswordHash },
  { profile: asRead, changes, own }: UpdateMeInput,
): Promise<User> {
  return unlessSignedOut(deps.store, asRead, async (profile) => {
    const custom = await customOnto(changes.custom, asRead, profile);
    const at = deps.clock.now().toISOString();
    const plan = planChange(profile, changes, custom, { themselves: true, ...own }, at);
    if (plan === undefined) return profile.user;
    const credential = await credentialFor(deps.store, plan);
    if (credential === 'stale') return 'stale';
    if (credential) await assertMayChange(deps.hash, own, credential, plan);
    return writeChange(deps, plan, credential, own.renewal);
  });
}
