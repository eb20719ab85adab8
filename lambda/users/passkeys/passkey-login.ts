import { UsersError } from '../errors.ts';
import { missingFactor } from '../login/second-factors.ts';
import { type SignInDeps, type SignInOutcome, signIn } from '../login/sign-in.ts';
import { claimsOf } from '../model/user-model.ts';
import type { Origin } from '../origin.ts';
import type { ProofGiven } from '../proof.ts';
import type { AccessClaims } from '../sessions/session.ts';
import type { Profile, ProvedCredential } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import { type PasskeyGiven, type PasskeyProofDeps, provedByPasskey } from './passkey-proof.ts';

export interface PasskeyLoginDeps extends SignInDeps, PasskeyProofDeps {
  readonly store: Pick<UserReads, 'loginCredential'>;
}

export interface PasskeyLoginInput extends PasskeyGiven {
  readonly origin: Origin;
  /** The login of the cookie that came with it: it ends. */
  readonly replaced?: AccessClaims | undefined;
}

/**
 * Signs in the user whose passkey it is: one read and one write. Without a PIN or a finger it is one factor, and a user who has an
 * authenticator app is asked for its code, for which the credential is read as well.
 *
 * @throws UsersError `LOGIN_BAD_PASSKEY`, also for an inactive user, `LOGIN_PASSKEY_UNKNOWN`, `LOGIN_USER_NOT_VERIFIED`;
 * HookRefusal
 */
export async function passkeyLogin(
  deps: PasskeyLoginDeps,
  { origin, replaced, ...given }: PasskeyLoginInput,
): Promise<SignInOutcome> {
  const { profile, proof, passkeyUse } = await provedByPasskey(deps, given);
  const credential = await credentialOf(deps, profile, proof);
  return signIn(deps, { credential, origin, replaced, proof, passkeyUse });
}

/** The profile has all that a login needs, if it is one: what goes on with another factor has to know the credential's version. */
export async function credentialOf(
  { store, model, secondFactors }: PasskeyLoginDeps,
  profile: Profile,
  proof: ProofGiven,
): Promise<ProvedCredential> {
  const { user, tokenVersion, factors } = profile;
  if (secondFactors && missingFactor(secondFactors, profile, proof)) {
    const credential = await store.loginCredential(user.email);
    // The address changed since the profile was read.
    if (credential?.userId !== user.id) throw new UsersError('LOGIN_BAD_PASSKEY');
    return credential;
  }
  const claims = claimsOf(model, user.custom);
  return {
    email: user.email,
    userId: user.id,
    tokenVersion,
    isActive: user.is_active,
    isVerified: user.is_verified,
    ...(claims && { claims }),
    ...(factors && { factors }),
  };
}
