import { unlessSignedOut, unlessStale } from '../accounts/stale.ts';
import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import type { Actor, NewEvent } from '../events/event.ts';
import type { Ids } from '../ids.ts';
import { hasAccounts } from '../links.ts';
import type { Sender } from '../origin.ts';
import type { Profile } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import { type Passkey, publicPasskey } from './passkey.ts';
import type { PasskeyStore } from './passkey-store.ts';

export interface RemovePasskeyDeps {
  readonly store: Pick<UserReads, 'lookup'>;
  readonly passkeys: Pick<PasskeyStore, 'passkeysOf' | 'removePasskey'>;
  readonly clock: Clock;
  readonly ids: Ids;
}

interface Removal {
  readonly profile: Profile;
  readonly id: string;
}

/**
 * A superuser removes a passkey from a user, for whom another way to sign in has to be left.
 *
 * @throws UsersError `NOT_FOUND` when the user has no such passkey, or was deleted in between, `LAST_CREDENTIAL`
 */
export async function removePasskey(
  deps: RemovePasskeyDeps,
  {
    profile,
    id,
    ...by
  }: Removal & {
    readonly actor: Actor;
    /** Absent for an operator. */
    readonly sender?: Sender;
  },
): Promise<void> {
  await unlessStale(deps.store, profile, 'NOT_FOUND', (before) => remove(deps, before, id, by));
}

/**
 * Users remove a passkey from themselves, as `removePasskey` does, while they stay signed in.
 *
 * @throws UsersError `NOT_FOUND`, `LAST_CREDENTIAL`; `UNAUTHORIZED` when the user was signed out or deleted in between
 */
export async function removeMyPasskey(
  deps: RemovePasskeyDeps,
  { profile, id, sender }: Removal & { readonly sender: Sender },
): Promise<void> {
  const actor = { id: profile.user.id, by: 'user' } as const;
  await unlessSignedOut(deps.store, profile, (before) =>
    remove(deps, before, id, { actor, sender }),
  );
}

/** Of two removals that race for the last two, the second finds one: each is a new version of the profile. */
async function remove(
  { passkeys, clock, ids }: RemovePasskeyDeps,
  before: Profile,
  id: string,
  { actor, sender }: { readonly actor: Actor; readonly sender?: Sender },
): Promise<'removed' | 'stale'> {
  const present = await passkeys.passkeysOf(before.user.id);
  const passkey = present.find((each) => each.id === id);
  if (passkey === undefined) throw new UsersError('NOT_FOUND');
  if (isLastWayIn(before, present)) throw new UsersError('LAST_CREDENTIAL');
  const event: NewEvent = {
    id: ids.next(),
    type: 'after-passkey-delete',
    at: clock.now().toISOString(),
    actor,
    ...(sender && { ip: sender.ip, user_agent: sender.user_agent }),
    passkey: publicPasskey(passkey),
  };
  return passkeys.removePasskey({ passkey, before, event });
}

/** A code that is mailed would let the user in as well, but who lost the mailbox would be locked out. */
function isLastWayIn(profile: Profile, passkeys: readonly Passkey[]): boolean {
  return profile.passwordless === true && passkeys.length === 1 && !hasAccounts(profile);
}
