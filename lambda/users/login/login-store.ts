import type { NewEvent } from '../events/event.ts';
import type { FactorRefusal } from '../factors/factor-store.ts';
import type { RecoveryCodeUse, TotpUse } from '../factors/factor-use.ts';
import type { Watched } from '../limits/counter.ts';
import type { PasskeyUse } from '../passkey-use.ts';
import type { AccessClaims, Session } from '../sessions/session.ts';
import type { UsedCode } from '../used-code.ts';
import type { ProvedCredential } from '../user.ts';

/** A code that is given as second factor, and used for a login; that of a recovery code is an event. */
export type UsedFactor = {
  /** Counters that must be open, or it is refused as `locked`. */
  readonly unlessLocked: readonly Watched[];
} & ({ readonly use: TotpUse } | { readonly use: RecoveryCodeUse; readonly event: NewEvent });

/**
 * What a successful login stores; nothing is written if neither hash, session, event, code, factor, use of a passkey nor renewed
 * login is
 * there.
 */
export interface LoginRecord {
  readonly credential: ProvedCredential;
  /** The same password under the current scheme and cost. */
  readonly upgradedHash?: string;
  readonly session?: Session;
  readonly event?: NewEvent;
  /** The code that was given, which is used up by the same write. */
  readonly usedCode?: UsedCode;
  /** What a passkey proved: its challenge is used up by the same write. */
  readonly passkeyUse?: PasskeyUse | undefined;
  /** The code that was given as second factor, which is used in the same write. */
  readonly factor?: UsedFactor | undefined;
  /** The login in whose place it begins, once: it ends in the same write. */
  readonly renewed?: { readonly claims: AccessClaims; readonly at: Date };
}

export interface LoginStore {
  /**
   * One conditional write; `ended` if the login to be renewed had ended; `used` if the code, the factor or the challenge was
   * used, or the passkey has counted further; `locked` if too many factors were wrong. `SERVICE_UNAVAILABLE` while the store is
   * out of reach.
   */
  recordLogin(login: LoginRecord): Promise<LoginRecorded>;
  /** Which the credential doesn't say; of a user who is gone, `false`. */
  isSuperuser(userId: string): Promise<boolean>;
}

export type LoginRecorded = 'recorded' | 'ended' | FactorRefusal;
