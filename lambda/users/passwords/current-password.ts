import { UsersError } from '../errors.ts';
import type { Credential } from '../user.ts';
import type { PasswordHash } from './password-hash.ts';

/** How users prove that they are still the ones who signed in. */
export interface Proof {
  /** `false` if the construct's props say so. */
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
