import type { LinkByEmailRule } from '../../../lib/contract/oauth.ts';
import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import type { Ids } from '../ids.ts';
import { hasAccountAt } from '../links.ts';
import { missingFactor, type SecondFactors } from '../login/second-factors.ts';
import type { LoginCredential, NewLink, Profile } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import { linkEvent } from './account-link.ts';
import type { OAuthAccountStore } from './account-store.ts';
import type { OAuthIdentity } from './provider.ts';

/** What a login at a provider proves. */
export const FED = { amr: ['fed'] } as const;

/** What a client of a provider says of accounts there. */
export interface LinkingClient {
  readonly name: string;
  readonly issuer: string;
  readonly linkByEmail: LinkByEmailRule;
  readonly acceptsEarlier: boolean;
  /** Absent where a new user is verified with whatever address the provider vouches for. */
  readonly foreignAddresses?: 'unverified' | undefined;
}

export interface LinkByEmailDeps {
  readonly store: Pick<UserReads, 'lookup'>;
  readonly accounts: Pick<OAuthAccountStore, 'linkByEmail'>;
  readonly secondFactors: SecondFactors | undefined;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface LinkByEmailInput {
  readonly client: LinkingClient;
  readonly identity: OAuthIdentity;
  readonly account: NewLink;
  /** Of the address that the provider vouches for, as read. */
  readonly credential: LoginCredential;
}

/**
 * Links an account to the user who has its address, who is somebody else unless all of this holds:
 *
 * - the client allows it: who trusts a provider with logins need not trust it with other users
 * - the provider is the authority for the address now, and didn't just see it verified once
 * - our user has verified it, or had somebody register it beforehand (pre-hijacking, Sudhodanan and
 *   Paverd, 2022); who was verified by a click may still have a password that somebody else chose
 * - it is no superuser, of whom a provider would make one of its own
 * - the user has no account of that issuer: it says that these are two people (OpenID Connect Core, 5.7)
 * - the login needs no second factor, without which nothing may be written: such a user signs in, and associates the account
 *
 * The provider has proved the mailbox, so what was there before it ends, as by a reset.
 *
 * @throws UsersError `OAUTH_USER_ALREADY_EXISTS`, `LOGIN_BAD_CREDENTIALS` for an inactive user
 */
export async function linkByEmail(
  deps: LinkByEmailDeps,
  { client, identity, account, credential }: LinkByEmailInput,
): Promise<LoginCredential | 'stale'> {
  const { userId, email } = credential;
  if (client.linkByEmail === 'never' || !identity.isAuthoritative || !credential.isVerified) {
    throw new UsersError('OAUTH_USER_ALREADY_EXISTS');
  }
  assertActive(credential);
  const before = (await deps.store.lookup([userId])).profiles.get(userId);
  if (before?.user.email !== email || !before.user.is_verified) return 'stale';
  if (!mayGetAccount(before, client) || needsFactor(deps, before)) {
    throw new UsersError('OAUTH_USER_ALREADY_EXISTS');
  }
  const event = linkEvent(deps, account, { id: userId, by: 'provider' });
  const outcome = await deps.accounts.linkByEmail({ account, before, event }, credential);
  // Its logins of before have ended: this one has the version after that.
  return outcome === 'linked'
    ? { ...credential, tokenVersion: credential.tokenVersion + 1 }
    : 'stale';
}

function mayGetAccount(profile: Profile, { linkByEmail: rule, issuer }: LinkingClient): boolean {
  if (profile.user.is_superuser || hasAccountAt(profile, issuer)) return false;
  switch (rule) {
    case 'always':
      return true;
    case 'without-password':
      return profile.passwordless === true;
    case 'never':
      return false;
  }
}

function needsFactor({ secondFactors }: LinkByEmailDeps, profile: Profile): boolean {
  return secondFactors !== undefined && missingFactor(secondFactors, profile, FED) !== undefined;
}

export function assertActive({ isActive }: LoginCredential): void {
  if (!isActive) throw new UsersError('LOGIN_BAD_CREDENTIALS');
}
