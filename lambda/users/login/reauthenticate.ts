import { guessAt, opened } from '../limits/guess.ts';
import type { Origin } from '../origin.ts';
import type { AccessClaims } from '../sessions/session.ts';
import type { Profile } from '../user.ts';
import type { LoginDeps } from './login.ts';
import { provedByPassword } from './password-proof.ts';
import { type SignInOutcome, signIn } from './sign-in.ts';

export interface ReauthenticateInput {
  /** As read when the caller was authenticated. */
  readonly profile: Profile;
  /** What the credential in use says: its login ends, once the new one has begun. */
  readonly claims: AccessClaims;
  readonly origin: Origin;
  readonly arrivedAt: Date;
}

/**
 * Users who are signed in prove again that they know their password, and get a new credential in
 * place of the one in use: of requests that race with one credential, one gets it. A second factor is asked for as at any login.
 *
 * @throws UsersError `LOGIN_BAD_CREDENTIALS`, also for a user who has no password; `TOO_MANY_REQUESTS`;
 * `LOGIN_USER_NOT_VERIFIED`; `UNAUTHORIZED` when the login in use has ended; HookRefusal
 */
export async function reauthenticate(
  deps: LoginDeps,
  {
    profile: { user },
    claims,
    password,
    origin,
    arrivedAt,
  }: ReauthenticateInput & { readonly password: string },
): Promise<SignInOutcome> {
  const asked = guessAt(deps, { name: user.email, sender: { ...origin, arrivedAt } });
  const { credential, watched } = await deps.store.guessedCredential(user.email, asked.counters);
  const guess = opened(deps, asked, watched);
  // The address may have a new owner since the caller was read.
  const own = credential?.userId === user.id ? credential : undefined;
  const proved = await provedByPassword(deps, password, own, guess);
  return signIn(deps, { ...proved, origin, renewed: claims });
}
