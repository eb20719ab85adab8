import { isAccepted, linksOf } from '../links.ts';
import type { Profile } from '../user.ts';

/** An account at a provider, as it is stored of its user. */
export interface LinkedAccount {
  /** Name of the OAuth client. */
  readonly client: string;
  /** Absent for an account from before keys had issuers. */
  readonly issuer?: string;
  readonly subject: string;
  /** That the provider vouched for when the account was linked. */
  readonly email?: string;
  /** RFC 3339, UTC. */
  readonly created_at: string;
  /** Absent for an account from before links had versions. */
  readonly linkVersion?: number;
}

/** As users see it: names are the wire's, and what is not known is `null`. */
export interface PublicAccount {
  readonly client: string;
  readonly issuer: string | null;
  readonly subject: string;
  readonly email: string | null;
  readonly created_at: string;
}

/** Accounts of users, with all that is stored of them. */
export interface LinkedAccounts {
  /** All that are stored, those that a reset removed included until they are deleted. */
  accountsOf(userId: string): Promise<readonly LinkedAccount[]>;
}

/** The accounts that still sign the user in, oldest first. */
export async function acceptedAccounts(
  accounts: LinkedAccounts,
  profile: Profile,
): Promise<readonly LinkedAccount[]> {
  const { floor } = linksOf(profile);
  const stored = await accounts.accountsOf(profile.user.id);
  return stored
    .filter((account) => isAccepted(account, floor))
    .toSorted((one, other) => (one.created_at < other.created_at ? -1 : 1));
}
