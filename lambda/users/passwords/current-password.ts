import { UsersError } from '../errors.ts';
import type { Credential } from '../user.ts';
import type { PasswordHash } from './password-hash.ts';

/** How a user proves to be still the one who signed in. */
export interface Proof {
  /** `false` where the construct's user lifted it. */
  readonly requireCurrentPassword: boolean;
  readonly currentPassword?: string;
}

/** @throws UsersError `UPDATE_USER_BAD_CURRENT_PASSWORD` */
export async function assertCurrentPassword(
  hash: Pick<PasswordHash, 'verify'>,
  { requireCurrentPassword, currentPassword }: Proof,
  { passwordHash }: Credential,
): Promise<void> {
  if (!requireCurrentPassword) return;
  if (currentPassword === undefined || !(await hash.verify(currentPassword, passwordHash))) {
    throw new UsersError('UPDATE_USER_BAD_CURRENT_PASSWORD');
  }
}
