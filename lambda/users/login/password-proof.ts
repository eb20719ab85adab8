import { UsersError } from '../errors.ts';
import { countWrong, type GuessDeps, type OpenGuess, rightGuess } from '../limits/guess.ts';
import type { PasswordHash } from '../passwords/password-hash.ts';
import type { Credential } from '../user.ts';
import type { SignInInput } from './sign-in.ts';

export interface PasswordProofDeps extends GuessDeps {
  readonly hash: PasswordHash;
}

/**
 * What a right password proves. Unknown, wrong and inactive are one answer after the same work, whatever
 * the scheme of the hash, and the count of a wrong guess.
 *
 * @throws UsersError `LOGIN_BAD_CREDENTIALS`; `TOO_MANY_REQUESTS` when other wrong guesses came first
 */
export async function provedByPassword(
  deps: PasswordProofDeps,
  password: string,
  credential: Credential | undefined,
  guess: OpenGuess,
): Promise<Pick<SignInInput, 'credential' | 'upgradedHash' | 'proof' | 'guess'>> {
  const found = await deps.hash.compare(password, credential?.passwordHash);
  if (!found.matches || !credential?.isActive) {
    await countWrong(deps, guess, credential?.userId);
    throw new UsersError('LOGIN_BAD_CREDENTIALS');
  }
  const upgradedHash = await found.replacement?.();
  const proof = { amr: ['pwd'] } as const;
  return { credential, upgradedHash, proof, guess: rightGuess(deps, guess) };
}
