import type { NewEvent } from '../events/event.ts';

export interface PasswordReset {
  readonly userId: string;
  readonly email: string;
  /** The reset is refused as `stale` unless the stored credential is at this version. */
  readonly credentialVersion: number;
  readonly passwordHash: string;
  readonly event: NewEvent;
}

export interface CurrentPasswords {
  /**
   * The hash of a user's password, strongly consistent; `undefined` for a user who has none.
   *
   * @param user with the address as read; of one who has moved to another address since, it is the hash there
   */
  currentHash(user: {
    readonly userId: string;
    readonly email: string;
  }): Promise<string | undefined>;
}

export interface PasswordStore extends CurrentPasswords {
  /**
   * One conditional write, which also verifies the address, ends every login and removes accounts at
   * providers that were linked before it was verified; `SERVICE_UNAVAILABLE` during an outage.
   */
  resetPassword(reset: PasswordReset): Promise<'reset' | 'stale'>;
}
