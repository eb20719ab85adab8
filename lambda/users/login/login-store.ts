import type { NewEvent } from '../events/event.ts';
import type { AccessClaims, Session } from '../sessions/session.ts';
import type { UsedCode } from '../used-code.ts';
import type { LoginCredential } from '../user.ts';

/** What a successful login stores; nothing is written if neither hash, session, event, code nor renewed login is there. */
export interface LoginRecord {
  readonly credential: LoginCredential;
  /** The same password under the current scheme and cost. */
  readonly upgradedHash?: string;
  readonly session?: Session;
  readonly event?: NewEvent;
  /** The code that was given, which is used up by the same write. */
  readonly usedCode?: UsedCode;
  /** The login in whose place it begins, once: it ends in the same write. */
  readonly renewed?: { readonly claims: AccessClaims; readonly at: Date };
}

export interface LoginStore {
  /**
   * One conditional write; `ended` if the login to be renewed had ended, `used` if the code was used. `SERVICE_UNAVAILABLE` while
   * the store is out of reach.
   */
  recordLogin(login: LoginRecord): Promise<'recorded' | 'stale' | 'ended' | 'used'>;
}
