import { parseEmail } from '../email.ts';
import type { Identified } from '../identified.ts';
import type { Origin } from '../origin.ts';
import type { PasswordHash } from '../passwords/password-hash.ts';
import type { AccessClaims } from '../sessions/session.ts';
import type { UserReads } from '../user-reads.ts';
import { provedByPassword } from './password-proof.ts';
import { type SignInDeps, type SignInOutcome, signIn } from './sign-in.ts';

export interface LoginDeps extends SignInDeps {
  readonly store: Pick<UserReads, 'credential'>;
  readonly hash: PasswordHash;
}

export interface LoginInput {
  /** Any string; what is no address matches no user. */
  readonly username: string;
  readonly password: string;
  readonly origin: Origin;
  readonly identified?: Identified;
  /** The login of the cookie that came with it: it ends. */
  readonly replaced?: AccessClaims | undefined;
}

/** Can't be an address, so it reads a credential that can't exist: the same work as for others. */
const NO_ADDRESS = 'no-address';

/**
 * Signs in the user with this address and password. Unknown, wrong and inactive are one answer
 * after the same work: one read and one hash.
 *
 * @throws UsersError `LOGIN_BAD_CREDENTIALS`; `LOGIN_USER_NOT_VERIFIED` and HookRefusal,
 * returned only after the password was correct
 */
export async function login(deps: LoginDeps, input: LoginInput): Promise<SignInOutcome> {
  const credential = await deps.store.credential(parseEmail(input.username) ?? NO_ADDRESS);
  // Costs nothing: an answer must not take longer for an address that has a user.
  if (credential) input.identified?.(credential.userId);
  const proved = await provedByPassword(deps.hash, input.password, credential);
  return signIn(deps, { ...proved, origin: input.origin, replaced: input.replaced });
}
