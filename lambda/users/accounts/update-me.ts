import type { GuessedCredentials } from '../limits/attempt-store.ts';
import type { Counter } from '../limits/counter.ts';
import { assertOpen, type GuessDeps, guessAt, limitedBy } from '../limits/guess.ts';
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
    CredentialProof & {
      /** Refuses, by `MFA_REQUIRED`, a login in use without the second factor that a new login of the user would take. */
      readonly assertFactor: (user: Profile) => void;
    };
}

/**
 * Users change themselves; a request that changes nothing writes nothing and raises no event. If
 * another change came first, custom fields are merged and validated again.
 *
 * @throws UsersError `MFA_REQUIRED`, `UPDATE_USER_BAD_CURRENT_PASSWORD`, `REAUTHENTICATION_REQUIRED`,
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

/**
 * The credential that a change needs, with the proof that it takes; `stale` if it is no longer the user's. The second factor comes
 * before any password: it is not asked for instead of one.
 */
async function provedChange(
  deps: UpdateMeDeps,
  plan: ChangePlan,
  own: UpdateMeInput['own'],
): Promise<Credential | undefined | 'stale'> {
  if (!needsCredential(plan)) return undefined;
  own.assertFactor(plan.before);
  const { id, email } = plan.before.user;
  const asked = guessAt(deps, { name: email, sender: own.sender });
  const guessed = own.requireCurrentPassword || plan.endsOwnLogins ? asked.counters : [];
  const moves = movesToTaken(deps, plan, own);
  const counters = [...guessed, ...moves];
  const { credential, watched } = await deps.store.guessedCredential(email, counters);
  if (credential?.userId !== id) return 'stale';
  assertOpen(deps.clock, own.sender, watched.slice(guessed.length));
  await assertMayChange(deps, own, credential, plan, {
    // A right password is told only where both are open.
    asked: { ...asked, counters },
    watched: watched.slice(0, guessed.length),
  });
  return credential;
}

/**
 * What a move to another address is limited by: that the address is free is refused like that it is taken, where too many
 * were, since either tells who has a user. Each move takes the profile as it was, so there is one at a time, and
 * a read before it will do. Superusers may list all users.
 */
function movesToTaken(
  deps: GuessDeps,
  { user, before }: ChangePlan,
  { by, sender }: UpdateMeInput['own'],
): readonly Counter[] {
  if (by !== 'user' || user.email === before.user.email) return [];
  return limitedBy(deps, { item: 'register-failures', sender }).counters;
}
