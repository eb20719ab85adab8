import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import type { Identified } from '../identified.ts';
import type { PasskeyUse } from '../passkey-use.ts';
import type { ProofGiven } from '../proof.ts';
import type { Profile } from '../user.ts';
import type { LoginChallenges } from './challenges.ts';
import { userIdOf } from './options.ts';
import type { Passkey } from './passkey.ts';
import type { PasskeyReads, UsedChallenge } from './passkey-store.ts';
import type { AssertionResponse, AssertionVerifier, VerifiedAssertion } from './verification.ts';

export interface PasskeyProofDeps {
  readonly passkeys: PasskeyReads;
  readonly challenges: Pick<LoginChallenges, 'verify'>;
  readonly verifier: AssertionVerifier;
  readonly clock: Clock;
}

export interface PasskeyGiven {
  readonly challengeToken: string;
  readonly credential: AssertionResponse;
  readonly identified?: Identified | undefined;
}

/** What a use of a passkey proves, and what is to be noted of it with the login. */
export interface PasskeyProof {
  readonly profile: Profile;
  readonly proof: ProofGiven;
  readonly passkeyUse: PasskeyUse;
}

/**
 * What a use of a passkey proves: one round trip, as it brings the id of its user. Who that is follows from whose public key
 * the signature fits, so it doesn't matter that nobody signed the id.
 *
 * @throws UsersError `LOGIN_BAD_PASSKEY`; `LOGIN_PASSKEY_UNKNOWN` when the user, or the passkey of the user, is no more
 */
export async function provedByPasskey(
  deps: PasskeyProofDeps,
  given: PasskeyGiven,
): Promise<PasskeyProof> {
  return provedFor(deps, await challengeOf(deps, given), given);
}

/**
 * The challenge that a passkey was used for, before anything is read.
 *
 * @throws UsersError `LOGIN_BAD_PASSKEY`
 */
export async function challengeOf(
  { challenges }: Pick<PasskeyProofDeps, 'challenges'>,
  { challengeToken }: PasskeyGiven,
): Promise<UsedChallenge> {
  const challenge = await challenges.verify(challengeToken);
  if (challenge === undefined)
    throw bad('the challenge is not one of this backend, or has expired');
  return challenge;
}

/** As `provedByPasskey`, for a challenge that has been looked at. */
export async function provedFor(
  deps: PasskeyProofDeps,
  challenge: UsedChallenge,
  { credential, identified }: PasskeyGiven,
): Promise<PasskeyProof> {
  const { id } = credential;
  const { userHandle } = credential.response;
  if (typeof userHandle !== 'string') throw bad('the passkey does not say whose it is');
  const userId = userIdOf(userHandle);
  const { passkey, profile } =
    userId === undefined ? {} : await deps.passkeys.findPasskey({ userId, id });
  if (!passkey || !profile) throw new UsersError('LOGIN_PASSKEY_UNKNOWN');
  identified?.(profile.user.id);
  const expected = { challenge: challenge.challenge, passkey };
  const used = await deps.verifier.assertion(credential, expected).catch((cause: unknown) => {
    throw new UsersError('LOGIN_BAD_PASSKEY', { cause });
  });
  if (!profile.user.is_active) throw bad('the user is inactive');
  return {
    profile,
    proof: { amr: methodsOf(passkey, used) },
    passkeyUse: {
      ...{ userId: profile.user.id, id },
      ...challenge,
      ...{ signCount: used.signCount, backedUp: used.backedUp },
      at: deps.clock.now().toISOString(),
    },
  };
}

/**
 * RFC 8176, 2: the key is in hardware unless it may leave its device. With a PIN or a finger it is two factors, the device and what
 * the user knows or is (NIST SP 800-63B-4, 3.1.7); a touch is none.
 */
function methodsOf(
  { backupEligible }: Passkey,
  { userVerified }: VerifiedAssertion,
): ProofGiven['amr'] {
  const key = backupEligible ? 'swk' : 'hwk';
  return userVerified ? [key, 'mfa'] : [key];
}

/** @param why for the log; the caller only learns that it is bad */
function bad(why: string): UsersError {
  return new UsersError('LOGIN_BAD_PASSKEY', { cause: new Error(why) });
}
