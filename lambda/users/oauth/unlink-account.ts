import { unlessStale } from '../accounts/stale.ts';
import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import type { Actor, NewEvent } from '../events/event.ts';
import type { Ids } from '../ids.ts';
import type { Profile } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import { acceptedAccounts, type LinkedAccount, type LinkedAccounts } from './linked-account.ts';

/** An account that is removed, while its user is as read. */
export interface AccountRemoval {
  readonly account: LinkedAccount;
  /** As read: `stale` if the stored profile is no longer at this version. */
  readonly before: Profile;
  /** Issuers of the accounts that stay, by which no other is linked by its address. */
  readonly staying: readonly LinkedAccount[];
  readonly event: NewEvent;
}

export interface AccountRemovals extends LinkedAccounts {
  /** One conditional write. */
  unlink(removal: AccountRemoval): Promise<'unlinked' | 'stale'>;
}

export interface UnlinkAccountDeps {
  readonly store: Pick<UserReads, 'lookup'>;
  readonly accounts: AccountRemovals;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface UnlinkAccountInput {
  readonly profile: Profile;
  /** Of the path, where a gateway may have decoded the subject once or twice. */
  readonly client: string;
  readonly subject: string;
  readonly actor: Actor;
}

/**
 * A superuser removes an account at a provider from a user, for whom another way to sign in has to be
 * left: a password, or another account.
 *
 * @throws UsersError `NOT_FOUND` when the user has no such account, or was deleted in between,
 * `LAST_CREDENTIAL`
 */
export async function unlinkAccount(
  deps: UnlinkAccountDeps,
  { profile, ...removal }: UnlinkAccountInput,
): Promise<void> {
  await unlessStale(deps.store, profile, 'NOT_FOUND', (before) =>
    removeAccount(deps, { profile: before, ...removal }),
  );
}

/**
 * Removes it while the user is as read. Every link, removal, reset and new password is a new version
 * of the profile, so the accounts that were read after it are all there are: of two removals that race for
 * the last two accounts, the second finds one.
 */
export async function removeAccount(
  deps: UnlinkAccountDeps,
  { profile: before, client, subject, actor }: UnlinkAccountInput,
): Promise<'unlinked' | 'stale'> {
  const accounts = await acceptedAccounts(deps.accounts, before);
  // A client that was pointed at another issuer can have two of one subject: the later one goes first.
  const account = accounts.findLast((each) => each.client === client && isNamed(each, subject));
  if (account === undefined) throw new UsersError('NOT_FOUND');
  const staying = accounts.filter((each) => each !== account);
  const others = staying.length + (before.factors?.passkeys ?? 0);
  if (before.passwordless && others === 0) throw new UsersError('LAST_CREDENTIAL');
  const event = unlinkEvent(deps, account, actor);
  return deps.accounts.unlink({ account, before, staying, event });
}

/** API Gateway decodes paths before it looks at them, so some subjects have to be encoded twice. */
function isNamed({ subject }: LinkedAccount, given: string): boolean {
  return subject === given || encodeURIComponent(subject) === given;
}

function unlinkEvent(
  { clock, ids }: Pick<UnlinkAccountDeps, 'clock' | 'ids'>,
  { client, issuer, subject }: LinkedAccount,
  actor: Actor,
): NewEvent {
  return {
    id: ids.next(),
    type: 'after-account-unlink',
    at: clock.now().toISOString(),
    actor,
    client,
    ...(issuer !== undefined && { issuer }),
    subject,
  };
}
