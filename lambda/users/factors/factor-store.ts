import type { NewEvent } from '../events/event.ts';
import type { Counter, Watched } from '../limits/counter.ts';
import type { LoginCredential, Profile } from '../user.ts';
import type { FactorUse, TotpUse } from './factor-use.ts';
import type { PendingTotp, StoredTotp } from './stored-totp.ts';

/** What a given factor is compared with, read in one strongly consistent round trip with its counters. */
export interface FactorReads {
  /** Where an address is given, with its credential. */
  storedFactors(
    user: { readonly userId: string; readonly email?: string },
    counters: readonly Counter[],
  ): Promise<{
    readonly credential: LoginCredential | undefined;
    readonly totp: StoredTotp | undefined;
    readonly watched: readonly Watched[];
  }>;
  /** The hashes of the recovery codes that are left. */
  recoveryCodes(userId: string): Promise<readonly string[]>;
  pendingTotp(
    userId: string,
    counters: readonly Counter[],
  ): Promise<{ readonly pending: PendingTotp | undefined; readonly watched: readonly Watched[] }>;
}

/** Why a use of a factor was refused: counters are locked by now, the factor was used or is gone, the user changed. */
export type FactorRefusal = 'locked' | 'used' | 'stale';

/** What every change of factors says. */
interface FactorChange {
  /** As read: `stale` if the stored profile is no longer at this version. */
  readonly before: Profile;
  readonly event: NewEvent;
}

/** A factor that is given to change others. */
interface Given {
  /** `used` if another request used it. */
  readonly use: FactorUse;
  /** Counters that must be open, or it is refused as `locked`. */
  readonly unlessLocked: readonly Watched[];
}

/** An authenticator app that gave its first code. */
export interface TotpConfirmation extends FactorChange {
  /** As read: `used` if another took its place, or it is in force already. */
  readonly pending: PendingTotp;
  /** That of the first code. */
  readonly step: number;
  /** Hashes. */
  readonly recoveryCodes: readonly string[];
  readonly unlessLocked: readonly Watched[];
}

/** An authenticator app that is removed, and all recovery codes with it. */
export interface FactorRemoval extends FactorChange {
  /** Hashes of the codes that are left, as read. */
  readonly recoveryCodes: readonly string[];
  /** Absent where a superuser removes them. */
  readonly given?: Given;
}

/** New recovery codes in place of those that are left. */
export interface RecoveryCodeReplacement extends FactorChange {
  readonly recoveryCodes: readonly string[];
  readonly replacedBy: readonly string[];
  readonly given: Given;
}

/** Changes of second factors, each one conditional write; `SERVICE_UNAVAILABLE` while the store is out of reach. */
export interface FactorStore extends FactorReads {
  /** In place of one that waits already; `gone` if the user was deleted. */
  enrolTotp(
    userId: string,
    pending: PendingTotp & { readonly createdAt: Date },
  ): Promise<'enrolled' | 'gone'>;
  confirmTotp(confirmation: TotpConfirmation): Promise<'confirmed' | FactorRefusal>;
  removeFactors(removal: FactorRemoval): Promise<'removed' | FactorRefusal>;
  replaceRecoveryCodes(replacement: RecoveryCodeReplacement): Promise<'replaced' | FactorRefusal>;
  /** Whatever came of what it was given for: the code of an app is of no more use. */
  useUp(use: TotpUse): Promise<void>;
}
