import type { GuessedCredentials } from '../limits/attempt-store.ts';
import { type GuessDeps, guessAt } from '../limits/guess.ts';
import { assertMayChange, type CredentialProof } from '../passwords/fresh-proof.ts';
import type { PasswordHash } from '../passwords/password-hash.ts';
import type { Credential, Profile, User } from '../user.ts';
import { type ChangedBy, type ChangePlan, planChange, type UserChanges } from './plan-change.ts';
import { unlessSignedOut } from './stale.ts';
import { type ChangeDeps, customOnto, needsCredential, writeChange } from './write-change.ts';

export interface UpdateMeDeps extends ChangeDeps, GuessDeps {
  readonly hash: PasswordHash;
  readonly store: ChangeDeps['store'] & GuessedCredentials;
}

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
  deps: UpdateMeDeps,
  { profile: asRead, changes, own }: UpdateMeInput,
): Promise<User> {
  return unlessSignedOut(deps.store, asRead, async (profile) => {
    const custom = await customOnto(changes.custom, asRead, profile);
    const at = deps.clock.now().toISOString();
    const plan = planChange(profile, changes, custom, { themselves: true, ...own }, at);
    if (plan === undefined) return profile.user;
    const credential = await provedChange(deps, plan, own);
    if (credential === 'stale') return 'stale';
    return writeChange(deps, plan, credential, own.renewal);
  });
}

/** The credential that a change needs, with the proof that it takes; `stale` if it is no longer the user's. */
async function provedChange(
  deps: UpdateMeDeps,
  plan: ChangePlan,
  own: CredentialProof,
): Promise<Credential | undefined | 'stale'> {
  if (!needsCredential(plan)) return undefined;
  const { id, email } = plan.before.user;
  const asked = guessAt(deps, { name: email, sender: own.sender });
  const counters = own.requireCurrentPassword || plan.endsOwnLogins ? asked.counters : [];
  const { credential, watched } = await deps.store.guessedCredential(email, counters);
  if (credential?.userId !== id) return 'stale';
  await assertMayChange(deps, own, credential, plan, { asked, watched });
  return credential;
}
