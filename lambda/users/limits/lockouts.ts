import type { Profile } from '../user.ts';
import { hashedName } from './subject.ts';

/** Locks of names; `SERVICE_UNAVAILABLE` while they are out of reach. */
export interface Lockouts {
  /**
   * Forgets every wrong password for a name, from whatever address.
   *
   * @param until one that was counted later stays
   */
  forgetAttempts(hashedName: string, until?: Date): Promise<void>;
  /** The same of every wrong code of a user. */
  forgetCodeAttempts(userId: string): Promise<void>;
}

/** Lets everybody try passwords for a user's address again and, where the user has an authenticator app, codes. */
export async function liftLockouts(
  deps: { readonly lockouts: Lockouts },
  { user: { id, email }, factors }: Profile,
): Promise<void> {
  await Promise.all([
    liftLockout(deps, { email }),
    factors?.totp ? deps.lockouts.forgetCodeAttempts(id) : undefined,
  ]);
}

/** Lets everybody try passwords for an address again, its owner among them. The counters of where they come from stay. */
export function liftLockout(
  { lockouts }: { readonly lockouts: Lockouts },
  { email, until }: { readonly email: string; readonly until?: Date },
): Promise<void> {
  return lockouts.forgetAttempts(hashedName(email), until);
}
