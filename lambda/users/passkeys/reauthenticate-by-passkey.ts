import { UsersError } from '../errors.ts';
import { type SignInOutcome, signIn } from '../login/sign-in.ts';
import type { Origin } from '../origin.ts';
import { isMultiFactor, type Proof, type ProofGiven, withTouchedKey } from '../proof.ts';
import type { AccessClaims } from '../sessions/session.ts';
import type { Profile } from '../user.ts';
import { credentialOf, type PasskeyLoginDeps } from './passkey-login.ts';
import { type PasskeyGiven, provedByPasskey } from './passkey-proof.ts';

export interface ReauthenticateByPasskeyInput extends PasskeyGiven {
  /** As read when the caller was authenticated. */
  readonly profile: Profile;
  /** What the credential in use says: its login ends, once the new one has begun. */
  readonly claims: AccessClaims;
  readonly origin: Origin;
}

/**
 * Users who are signed in prove by a passkey of theirs that they are still there, and get a new credential in place of the one in
 * use.
 *
 * @throws UsersError `LOGIN_BAD_PASSKEY`, also for another user's, `LOGIN_PASSKEY_UNKNOWN`; `LOGIN_USER_NOT_VERIFIED`;
 * `UNAUTHORIZED` when the login in use has ended; HookRefusal
 */
export async function reauthenticateByPasskey(
  deps: PasskeyLoginDeps,
  { profile: caller, claims, origin, ...given }: ReauthenticateByPasskeyInput,
): Promise<SignInOutcome> {
  const { profile, proof: own, passkeyUse } = await provedByPasskey(deps, given);
  if (profile.user.id !== caller.user.id) {
    throw new UsersError('LOGIN_BAD_PASSKEY', {
      cause: new Error('it is another user who has the passkey'),
    });
  }
  const proof = beside(claims.proof, own);
  const credential = await credentialOf(deps, profile, proof);
  return signIn(deps, { credential, origin, renewed: claims, proof, passkeyUse });
}

/** A passkey that was only touched is one factor, beside what the login in use began with, if that is another. */
function beside(before: Proof | undefined, own: ProofGiven): ProofGiven {
  const [key] = own.amr;
  if (isMultiFactor(own) || key === undefined) return own;
  const amr = withTouchedKey(before?.amr ?? [], key);
  return amr ? { amr } : own;
}
