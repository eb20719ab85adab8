import type { NewEvent } from '../events/event.ts';
import type { Profile } from '../user.ts';
import type { Passkey } from './passkey.ts';

/** A challenge that an authenticator signed: it is good for one ceremony. */
export interface UsedChallenge {
  readonly challenge: string;
  /** Seconds since 1970; nobody can come with it later than that. */
  readonly expiresAt: number;
}

/** A passkey that is added to a user who is as read. */
export interface PasskeyAddition {
  readonly passkey: Passkey;
  /** As read: `stale` if the stored profile is no longer at this version. */
  readonly before: Profile;
  readonly used: UsedChallenge;
  readonly event: NewEvent;
}

/** A passkey that is removed from a user who is as read. */
export interface PasskeyRemoval {
  readonly passkey: Pick<Passkey, 'userId' | 'id'>;
  readonly before: Profile;
  readonly event: NewEvent;
}

/** Passkeys of users. Every write is one conditional write; a store out of reach throws `SERVICE_UNAVAILABLE`. */
export interface PasskeyStore {
  passkeysOf(userId: string): Promise<readonly Passkey[]>;
  /** `used` if the challenge was, and `taken` if the user has a passkey of this id. */
  addPasskey(addition: PasskeyAddition): Promise<'added' | 'stale' | 'used' | 'taken'>;
  /** The passkey with its new name; `undefined` if the user has none of this id. */
  renamePasskey(of: PasskeyName): Promise<Passkey | undefined>;
  removePasskey(removal: PasskeyRemoval): Promise<'removed' | 'stale'>;
}

export interface PasskeyName {
  readonly userId: string;
  readonly id: string;
  readonly name: string;
}

/** What a login by passkey reads: a discoverable credential brings the id of its user. */
export interface PasskeyReads {
  /** Passkey and profile, in one read. */
  findPasskey(of: { readonly userId: string; readonly id: string }): Promise<FoundPasskey>;
}

export interface FoundPasskey {
  readonly passkey?: Passkey;
  readonly profile?: Profile;
}
