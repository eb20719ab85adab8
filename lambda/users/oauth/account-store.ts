import type { NewEvent } from '../events/event.ts';
import type { LoginCredential, NewLink, OAuthAccount, Profile } from '../user.ts';

/** An account at a provider, to be added to a user. */
export interface AccountLink {
  readonly account: NewLink;
  /** As read: `stale` if the stored profile is no longer at this version. */
  readonly before: Profile;
  readonly event: NewEvent;
  /** As of a search: the account is taken where it was stored without an issuer for another user. */
  readonly acceptsEarlier?: boolean;
}

/** The user of an account. */
export interface AccountHolder {
  readonly userId: string;
  /** Absent for an account from before links had versions. */
  readonly linkVersion?: number;
}

export interface FoundAccount {
  readonly holder?: AccountHolder;
  readonly credential?: LoginCredential;
}

export interface AccountSearch {
  readonly account?: OAuthAccount;
  /** Accounts that were stored without an issuer, under the client's name, are taken for its own. */
  readonly acceptsEarlier?: boolean;
  readonly email?: string;
}

/** Accounts at providers, and their users. Each write is one conditional write. */
export interface OAuthAccountStore {
  /** The user of an account, and the credential of an address, in one strongly consistent read. */
  find(search: AccountSearch): Promise<FoundAccount>;
  /** Adds an account for a user who is signed in; nothing else changes. */
  link(link: AccountLink): Promise<'linked' | 'stale' | 'account_taken'>;
  /**
   * Adds an account for the user who has the address at the provider, and ends what was there before: every
   * login, and accounts that were linked before the address was verified.
   *
   * @param credential as read: `stale` if its token version is another one by now
   */
  linkByEmail(
    link: AccountLink,
    credential: LoginCredential,
  ): Promise<'linked' | 'stale' | 'account_taken'>;
}
