import { UsersError } from '../errors.ts';
import type { GivenCode } from '../factors/factor-use.ts';
import type { Identified } from '../identified.ts';
import type { Origin } from '../origin.ts';
import { withMethod } from '../proof.ts';
import type { AccessClaims } from '../sessions/session.ts';
import { type CodeLoginDeps, signInByCode } from './code-login.ts';
import { type BegunLogins, isAsBegun } from './second-factors.ts';
import type { SignInOutcome } from './sign-in.ts';

export interface MfaLoginDeps extends CodeLoginDeps {
  readonly begun: Pick<BegunLogins, 'verify'>;
}

export interface MfaLoginInput {
  readonly mfaToken: string;
  readonly given: GivenCode;
  readonly origin: Origin;
  readonly arrivedAt: Date;
  readonly identified?: Identified;
  /** The login of the cookie that came with it: it ends. */
  readonly replaced?: AccessClaims | undefined;
}

/**
 * Goes on with a login by a code of an authenticator app or a recovery code.
 *
 * @throws UsersError `LOGIN_BAD_MFA_TOKEN`, also when the address or the password changed since it began, or the login ended in
 * whose place it began, or all did; `LOGIN_BAD_MFA_CODE`, `TOO_MANY_REQUESTS`; what `trySignIn` throws
 */
export async function mfaLogin(
  deps: MfaLoginDeps,
  { mfaToken, given, origin, arrivedAt, identified, replaced }: MfaLoginInput,
): Promise<SignInOutcome> {
  const begun = await deps.begun.verify(mfaToken);
  if (begun === undefined) throw new UsersError('LOGIN_BAD_MFA_TOKEN');
  identified?.(begun.userId);
  return signInByCode(deps, {
    user: begun,
    ...{ given, origin, arrivedAt, replaced },
    renewed: begun.renewed,
    proof: { amr: withMethod(begun.amr, 'otp') },
    isSame: (credential) => isAsBegun(begun, credential),
    gone: 'LOGIN_BAD_MFA_TOKEN',
  });
}
