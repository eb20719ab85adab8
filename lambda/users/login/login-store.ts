import type { NewEvent } from '../events/event.ts';
import type { Session } from '../sessions/session.ts';
import type { LoginCredential } from '../user.ts';

/** What a successful login stores; nothing is written if all three are absent. */
export interface LoginRecord {
  readonly credential: LoginCredential;
  /** The same password under the current scheme and cost. */
  readonly upgradedHash?: string;
  readonly session?: Session;
  readonly event?: NewEvent;
}

export interface LoginStore {
  /** One conditional write; `SERVICE_UNAVAILABLE` while the store is out of reach. */
  recordLogin(login: LoginRecord): Promise<'recorded' | 'stale'>;
}
