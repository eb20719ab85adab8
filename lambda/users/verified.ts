import { UsersError } from './errors.ts';
import type { User } from './user.ts';

/**
 * Asked before a second factor or a passkey is added: anyone can register the address of somebody else, add one, and wait for the owner
 * (pre-hijacking, Sudhodanan and Paverd, 2022). So each that there is was added by a user who had proved an address, and no proof of a
 * mailbox has to end it.
 *
 * @throws UsersError `USER_NOT_VERIFIED`
 */
export function assertVerified({ is_verified }: Pick<User, 'is_verified'>): void {
  if (!is_verified) throw new UsersError('USER_NOT_VERIFIED');
}
