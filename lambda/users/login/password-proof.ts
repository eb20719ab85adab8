import { UsersError } from '../errors.ts';
import type { PasswordHash } from '../passwords/password-hash.ts';
import type { Credential } from '../user.ts';
import type { SignInInput } from './sign-in.ts';

/**
 * What a right password proves. Unknown, wrong and inactive are one answer after the same work, whatever
 * the scheme of the hash.
 *
 * @throws UsersError `LOGIN_BAD_CREDENTIALS`
 */
export async function provedByPassword(
  hash: PasswordHash,
  password: string,
  credential: Credential | undefined,
): Promise<Pick<SignInInput, 'credential' | 'upgradedHash' | 'proof'>> {
  const found = await hash.compare(password, credential?.passwordHash);
  if (!found.matches || !credential?.isActive) throw new UsersError('LOGIN_BAD_CREDENTIALS');
  const upgradedHash = await found.replacement?.();
  return { credential, upgradedHash, proof: { amr: ['pwd'] } };
}
