import type { NewEvent } from '../events/event.ts';
import type { LoginCredential, OAuthAccount } from '../user.ts';

/** An account at a provider, to be added to a user. */
export interface AccountLink {
  readonly account: OAuthAccount;
  readonly userId: string;
  /** As read: `stale` if the profile is no longer at this version, or the user inactive. */
  readonly tokenVersion: number;
  /** Given if the link is for this address: `stale` unless it is verified and the user's. */
  readonly verifiedEmail?: string;
  readonly event: NewEvent;
}

/** Accounts at providers, and their users. Each write is one conditional write. */
export interface OAuthAccountStore {
  /** The user of an account, and the credential of an address, in one strongly consistent read. */
  find(
    account: OAuthAccount | undefined,
    email?: string,
  ): Promise<{ readonly userId?: string; readonly credential?: LoginCredential }>;
  link(link: AccountLink): Promise<'linked' | 'stale' | 'account_taken'>;
}
