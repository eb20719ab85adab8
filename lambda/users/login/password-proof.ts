import { UsersError } from '../errors.ts';
import { assertMayTell, countWrong, type GuessDeps, type OpenGuess } from '../limits/guess.ts';
import type { PasswordHash } from '../passwords/password-hash.ts';
import type { Credential } from '../user.ts';
import type { SignInInput } from './sign-in.ts';

export interface PasswordProofDeps extends GuessDeps {
  readonly hash: PasswordHash;
}

/**
 * What a right password proves. Unknown, wrong and inactive are one answer after the same work, whatever
 * the scheme of the hash, and the count of a wrong guess. A right one looks at the counts before anything else is done.
 *
 * @throws UsersError `LOGIN_BAD_CREDENTIALS`; `TOO_MANY_REQUESTS` when other wrong guesses came first
 */
export async function provedByPassword(
  deps: PasswordProofDeps,
  password: string,
  credential: Credential | undefined,
  guess: OpenGuess,
): Promise<Pick<SignInInput, 'credential' | 'upgradedHash' | 'proof'>> {
  const found = await deps.hash.compare(password, credential?.passwordHash);
  if (!found.matches || !credential?.isActive) {
    await countWrong(deps, guess, credential?.userId);
    throw new UsersError('LOGIN_BAD_CREDENTIALS');
  }
  await assertMayTell(deps, guess);
  const upgradedHash = await found.replacement?.();
  const proof = { amr: ['pwd'] } as const;
  return { credential, upgradedHash, proof };
}
