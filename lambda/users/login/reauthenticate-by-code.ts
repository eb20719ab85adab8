import { UsersError } from '../errors.ts';
import { isMultiFactor, withMethod } from '../proof.ts';
import { type CodeLoginDeps, signInByCode } from './code-login.ts';
import type { ReauthenticateInput } from './reauthenticate.ts';
import type { SignInOutcome } from './sign-in.ts';

export interface ReauthenticateByCodeInput extends ReauthenticateInput {
  readonly code: string;
}

/**
 * Users who are signed in prove by a code of their authenticator app that they are still there: the new login has what the one in
 * use began with, and the code.
 *
 * @throws UsersError `LOGIN_BAD_MFA_CODE`, also for a user who has no app; `REAUTHENTICATION_REQUIRED` where the login in use
 * doesn't say what it began with; what `signInByCode` throws
 */
export async function reauthenticateByCode(
  deps: CodeLoginDeps,
  { profile: { user, tokenVersion }, claims, code, origin, arrivedAt }: ReauthenticateByCodeInput,
): Promise<SignInOutcome> {
  const proof = { amr: withMethod(claims.proof?.amr ?? [], 'otp') };
  if (!isMultiFactor(proof)) throw new UsersError('REAUTHENTICATION_REQUIRED');
  return signInByCode(deps, {
    user: { userId: user.id, email: user.email },
    given: { method: 'totp', code },
    ...{ origin, arrivedAt, renewed: claims, proof },
    // A new password since the caller was read has ended the login in use.
    isSame: (credential) => credential.tokenVersion === tokenVersion,
    gone: 'UNAUTHORIZED',
  });
}
