import { parseEmail } from '../email.ts';
import type { Identified } from '../identified.ts';
import type { GuessedCredentials } from '../limits/attempt-store.ts';
import { guessAt, opened } from '../limits/guess.ts';
import type { Origin } from '../origin.ts';
import type { AccessClaims } from '../sessions/session.ts';
import { type PasswordProofDeps, provedByPassword } from './password-proof.ts';
import { type SignInDeps, type SignInOutcome, signIn } from './sign-in.ts';

export interface LoginDeps extends SignInDeps, PasswordProofDeps {
  readonly store: GuessedCredentials;
}

export interface LoginInput {
  /** Any string; what is no address matches no user. */
  readonly username: string;
  readonly password: string;
  readonly origin: Origin;
  readonly arrivedAt: Date;
  readonly identified?: Identified;
  /** The login of the cookie that came with it: it ends. */
  readonly replaced?: AccessClaims | undefined;
}

/** Can't be an address, so it reads a credential that can't exist: the same work as for others. */
const NO_ADDRESS = 'no-address';

/**
 * Signs in the user with this address and password. Unknown, wrong and inactive are one answer
 * after the same work: one read, one hash, and the count. While the name or the address is locked there is no hash,
 * whatever the password is.
 *
 * @throws UsersError `LOGIN_BAD_CREDENTIALS`, `TOO_MANY_REQUESTS`; `LOGIN_USER_NOT_VERIFIED` and HookRefusal,
 * returned only after the password was correct
 */
export async function login(deps: LoginDeps, input: LoginInput): Promise<SignInOutcome> {
  const { origin, arrivedAt, replaced } = input;
  const name = parseEmail(input.username) ?? NO_ADDRESS;
  const asked = guessAt(deps, { name, sender: { ...origin, arrivedAt } });
  const { credential, watched } = await deps.store.guessedCredential(name, asked.counters);
  // Costs nothing: an answer must not take longer for an address that has a user.
  if (credential) input.identified?.(credential.userId);
  const guess = opened(deps, asked, watched);
  const proved = await provedByPassword(deps, input.password, credential, guess);
  return signIn(deps, { ...proved, origin, replaced });
}
