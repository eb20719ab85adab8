import { type ChangePlan, planChange, type UserChanges } from '../accounts/plan-change.ts';
import { unlessStale } from '../accounts/stale.ts';
import {
  type ChangeDeps,
  credentialFor,
  customOnto,
  writeChange,
} from '../accounts/write-change.ts';
import type { Actor } from '../events/event.ts';
import type { Profile, User } from '../user.ts';

/**
 * A superuser changes another user, with proof for a new address or password of one who has passkeys; a request that changes nothing
 * writes nothing and raises no event. If another change came first, custom fields are merged and validated again.
 *
 * @throws UsersError `UPDATE_USER_INVALID_PASSWORD`, `UPDATE_USER_EMAIL_ALREADY_EXISTS`,
 * `LAST_SUPERUSER`; InvalidFieldsError, HookRefusal; `NOT_FOUND` when the user was deleted in
 * between; what `assertProved` throws
 */
export function updateUser(
  deps: ChangeDeps,
  {
    profile: asRead,
    changes,
    actor,
    assertProved,
  }: {
    readonly profile: Profile;
    readonly changes: UserChanges;
    /** The superuser, or an operator. */
    readonly actor: Actor;
    /** Asks the superuser for proof of a new way in to a user with passkeys. An operator has none to give. */
    readonly assertProved?: () => Promise<void>;
  },
): Promise<User> {
  return unlessStale(deps.store, asRead, 'NOT_FOUND', async (profile) => {
    const custom = await customOnto(changes.custom, asRead, profile);
    const at = deps.clock.now().toISOString();
    const who = { themselves: false, by: 'superuser', actor } as const;
    const plan = planChange(profile, changes, custom, who, at);
    if (plan === undefined) return profile.user;
    if (opensWayIn(plan)) await assertProved?.();
    const credential = await credentialFor(deps.store, plan);
    return credential === 'stale' ? 'stale' : writeChange(deps, plan, credential);
  });
}

function opensWayIn({ before, newCredential }: ChangePlan): boolean {
  return newCredential && (before.factors?.passkeys ?? 0) > 0;
}
