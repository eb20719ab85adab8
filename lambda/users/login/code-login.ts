import { UsersError, type UsersErrorCode } from '../errors.ts';
import type { NewEvent } from '../events/event.ts';
import {
  type CodeGuessDeps,
  guessAtCode,
  type RightCode,
  refusedCode,
  rightCode,
} from '../factors/code-guess.ts';
import type { GivenCode } from '../factors/factor-use.ts';
import type { LoginCredential } from '../user.ts';
import type { UsedFactor } from './login-store.ts';
import { type SignInDeps, type SignInInput, type SignInOutcome, trySignIn } from './sign-in.ts';

export interface CodeLoginDeps extends SignInDeps, CodeGuessDeps {}

/** A user who is known by other proof, and gives a code. */
export interface CodeLogin extends Omit<SignInInput, 'credential' | 'upgradedHash' | 'usedCode'> {
  readonly user: { readonly userId: string; readonly email: string };
  readonly given: GivenCode;
  readonly arrivedAt: Date;
  /** Whether the credential is the one that the other proof was for. */
  readonly isSame: (credential: LoginCredential) => boolean;
  /** What is answered when it is not. */
  readonly gone: UsersErrorCode;
}

/** Changes of one user that collide this often are an overload, not a race. */
const ATTEMPTS = 4;

/**
 * Signs in by a code, which is used in the write that stores the login: two round trips. Of requests that race with one code, one
 * signs in.
 *
 * @throws UsersError `gone`; `LOGIN_BAD_MFA_CODE`, `TOO_MANY_REQUESTS`; what `trySignIn` throws; `SERVICE_UNAVAILABLE` when every
 * attempt came too late
 */
export async function signInByCode(deps: CodeLoginDeps, login: CodeLogin): Promise<SignInOutcome> {
  const { user, given, arrivedAt, isSame, gone, ...signingIn } = login;
  const sender = { ...login.origin, arrivedAt };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const guessed = await guessAtCode(deps, user, { given, sender, bad: 'LOGIN_BAD_MFA_CODE' });
    const { credential } = guessed;
    const isOwn = credential?.isActive && credential.userId === user.userId;
    if (!isOwn || !isSame(credential)) throw new UsersError(gone);
    const right = await rightCode(deps, guessed);
    const factor = usedFactor(deps, login, right);
    const outcome = await trySignIn(deps, { ...signingIn, credential, factor });
    if (outcome.kind !== 'refused') return outcome;
    if (outcome.why === 'ended') throw new UsersError(gone);
    if (outcome.why !== 'stale') return refusedCode(deps, outcome.why, guessed, right);
  }
  throw new UsersError('SERVICE_UNAVAILABLE');
}

function usedFactor(
  { ids, clock }: Pick<SignInDeps, 'ids' | 'clock'>,
  { user, origin }: CodeLogin,
  { use, unlessLocked }: RightCode,
): UsedFactor {
  if (use.method === 'totp') return { use, unlessLocked };
  const { ip, user_agent } = origin;
  const event: NewEvent = {
    id: ids.next(),
    type: 'after-recovery-code',
    at: clock.now().toISOString(),
    actor: { id: user.userId, by: 'user' },
    ...{ ip, user_agent },
    method: use.method,
    codes_left: use.codesLeft,
  };
  return { use, unlessLocked, event };
}
