import type { NewEvent } from '../events/event.ts';
import type { Counter, Watched } from '../limits/counter.ts';

export interface PasswordReset {
  readonly userId: string;
  readonly email: string;
  /** The reset is refused as `stale` unless the stored credential is at this version. */
  readonly credentialVersion: number;
  readonly passwordHash: string;
  /** Counters of wrong passwords that begin again. */
  readonly forgotten?: readonly Counter[];
  readonly event: NewEvent;
}

export interface CurrentPasswords {
  /**
   * The hash of a user's password, and in the same round trip the counters of wrong ones; strongly consistent.
   *
   * @param user with the address as read; of one who has moved to another address since, it is the hash there
   */
  currentHash(
    user: { readonly userId: string; readonly email: string },
    counters: readonly Counter[],
  ): Promise<CurrentHash | 'gone'>;
}

/** Of a user who is there. */
export interface CurrentHash {
  /** `undefined` for a user who has no password. */
  readonly hash: string | undefined;
  readonly watched: readonly Watched[];
}

export interface PasswordStore extends CurrentPasswords {
  /**
   * One conditional write, which also verifies the address, ends every login, and removes accounts at providers that were linked before
   * it was verified; `SERVICE_UNAVAILABLE` during an outage.
   */
  resetPassword(reset: PasswordReset): Promise<'reset' | 'stale'>;
}
