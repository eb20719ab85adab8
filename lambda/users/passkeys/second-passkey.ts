import { UsersError } from '../errors.ts';
import { type BegunLogin, type BegunLogins, isAsBegun } from '../login/second-factors.ts';
import { refusalOf, type SignInOutcome, trySignIn } from '../login/sign-in.ts';
import { isMultiFactor, type ProofGiven, withTouchedKey } from '../proof.ts';
import type { LoginCredential } from '../user.ts';
import type { PasskeyLoginDeps, PasskeyLoginInput } from './passkey-login.ts';
import { challengeOf, provedFor } from './passkey-proof.ts';

export interface SecondPasskeyDeps extends PasskeyLoginDeps {
  readonly begun: Pick<BegunLogins, 'verify'>;
}

export interface SecondPasskeyInput extends PasskeyLoginInput {
  readonly mfaToken: string;
}

/**
 * Goes on with a login by a passkey of the same user: one round trip to read, and one to write.
 *
 * @throws UsersError `LOGIN_BAD_MFA_TOKEN`, also when the address or the password changed since it began, or the login ended in
 * whose place it began, or all did; `LOGIN_BAD_PASSKEY`, also for another user's,
 * `LOGIN_PASSKEY_UNKNOWN`; what `trySignIn` throws
 */
export async function goOnByPasskey(
  deps: SecondPasskeyDeps,
  { mfaToken, origin, replaced, ...given }: SecondPasskeyInput,
): Promise<SignInOutcome> {
  const begun = await deps.begun.verify(mfaToken);
  if (begun === undefined) throw new UsersError('LOGIN_BAD_MFA_TOKEN');
  const challenge = await challengeOf(deps, given);
  const [{ profile, proof, passkeyUse }, credential] = await Promise.all([
    provedFor(deps, challenge, given),
    deps.store.loginCredential(begun.email),
  ]);
  if (profile.user.id !== begun.userId) throw badPasskey('it is another user who has the passkey');
  const { renewed } = begun;
  const input = {
    credential: asBegun(begun, credential),
    ...{ origin, replaced, passkeyUse },
    ...(renewed && { renewed }),
    proof: { amr: bothOf(begun, proof) },
  };
  const outcome = await trySignIn(deps, input);
  if (outcome.kind !== 'refused') return outcome;
  // The login in use, in whose place it began, is no more.
  if (outcome.why === 'ended') throw new UsersError('LOGIN_BAD_MFA_TOKEN');
  throw refusalOf(outcome.why, input);
}

function asBegun(begun: BegunLogin, credential: LoginCredential | undefined): LoginCredential {
  if (!credential?.isActive || !isAsBegun(begun, credential)) {
    throw new UsersError('LOGIN_BAD_MFA_TOKEN');
  }
  return credential;
}

/** A key is no second factor to a key or to a mailbox: it takes what the user knows or is. */
function bothOf({ amr: first }: BegunLogin, second: ProofGiven): ProofGiven['amr'] {
  if (isMultiFactor(second)) return [...new Set([...first, ...second.amr])];
  const [key] = second.amr;
  const both = key && withTouchedKey(first, key);
  if (!both) throw badPasskey('it was used without a PIN or a finger, beside no other factor');
  return both;
}

/** @param why for the log; the caller only learns that it is bad */
function badPasskey(why: string): UsersError {
  return new UsersError('LOGIN_BAD_PASSKEY', { cause: new Error(why) });
}
