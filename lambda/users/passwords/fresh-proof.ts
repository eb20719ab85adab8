import { UsersError } from '../errors.ts';
import type { Credential, Profile } from '../user.ts';
import type { PasswordHash } from './password-hash.ts';
import type { CurrentPasswords } from './password-store.ts';

/** What a request brings to prove that its caller is still the one who signed in. */
export interface GivenProof {
  /** The caller signed in a moment ago. */
  readonly recent: boolean;
  readonly currentPassword?: string;
}

export interface FreshProofDeps {
  readonly passwords: CurrentPasswords;
  readonly hash: Pick<PasswordHash, 'verify'>;
}

/**
 * Asks for fresh proof: the current password or, where none is given, a recent login. A password that
 * is given has to be right, however recent the login is: it may be there to confirm a deletion.
 *
 * @throws UsersError `REAUTHENTICATION_REQUIRED`
 */
export async function assertFreshProof(
  { passwords, hash }: FreshProofDeps,
  { user }: Profile,
  { recent, currentPassword }: GivenProof,
): Promise<void> {
  if (currentPassword === undefined) return assertRecent(recent);
  const hashed = await passwords.currentHash({ userId: user.id, email: user.email });
  if (!(await hash.verify(currentPassword, hashed)))
    throw new UsersError('REAUTHENTICATION_REQUIRED');
}

/** @throws UsersError `REAUTHENTICATION_REQUIRED` */
export function assertRecent(recent: boolean): void {
  if (!recent) throw new UsersError('REAUTHENTICATION_REQUIRED');
}

/** The same for a change of oneself, and whether the construct's props ask for the password. */
export interface CredentialProof extends GivenProof {
  readonly requireCurrentPassword: boolean;
}

/** What of a change of oneself asks for proof. */
export interface ProvedChange {
  /** It takes the current password, however recent the login is. */
  readonly newCredential: boolean;
  /** It ends other sessions too, so the current password or a recent login will do, whatever the props. */
  readonly endsOwnLogins: boolean;
}

/**
 * Asks for the proof that a change takes; a user who has no password is asked for a recent login.
 *
 * @throws UsersError `UPDATE_USER_BAD_CURRENT_PASSWORD`, `REAUTHENTICATION_REQUIRED`
 */
export async function assertMayChange(
  hash: Pick<PasswordHash, 'verify'>,
  { requireCurrentPassword, recent, currentPassword }: CredentialProof,
  { passwordHash }: Credential,
  { newCredential, endsOwnLogins }: ProvedChange,
): Promise<void> {
  const byPassword = newCredential && requireCurrentPassword;
  if (!byPassword && !endsOwnLogins) return;
  if (passwordHash === undefined) return assertRecent(recent);
  if (currentPassword === undefined && !byPassword) return assertRecent(recent);
  if (currentPassword === undefined || !(await hash.verify(currentPassword, passwordHash))) {
    throw new UsersError('UPDATE_USER_BAD_CURRENT_PASSWORD');
  }
}
