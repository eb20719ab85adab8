import type { SecondFactorAsked } from '../../../lib/contract/action.ts';
import type { SecondFactorSettings } from '../../../lib/contract/factors.ts';
import { UsersError } from '../errors.ts';
import { isMultiFactor, type Proof } from '../proof.ts';
import type { Profile } from '../user.ts';
import { hasFactor, missingFactor, mustHaveFactor } from './second-factors.ts';

/** Who calls, and what their login proved; nothing, if it is from before there was proof. */
export interface ProvedCaller {
  readonly caller: Profile;
  readonly proof: Proof | undefined;
}

/**
 * Asks callers who must have a second factor for a login with one. Users who have none may call what enrols one, and nobody
 * else may without it: else anyone with one factor could add the other.
 *
 * @param asked of whom the route asks one; absent where of everyone who must have one
 * @throws UsersError `MFA_ENROLMENT_REQUIRED`, `MFA_REQUIRED`
 */
export function assertFactor(
  factors: SecondFactorSettings | undefined,
  asked: SecondFactorAsked | undefined,
  { caller, proof }: ProvedCaller,
): void {
  if (factors === undefined || asked === 'never') return;
  if (!mustHaveFactor(factors, caller)) return;
  if (!hasFactor(factors, caller)) {
    if (asked !== undefined) return;
    throw new UsersError('MFA_ENROLMENT_REQUIRED');
  }
  if (proof === undefined || !isMultiFactor(proof)) throw new UsersError('MFA_REQUIRED');
}

/**
 * What changes how a user signs in takes a login with the factor that a new login would take, whether or not users must have one:
 * a login from before the factor was there, and the password, are not enough.
 *
 * @throws UsersError `MFA_REQUIRED`
 */
export function assertFactorGiven(
  factors: SecondFactorSettings | undefined,
  { caller, proof }: ProvedCaller,
): void {
  if (factors === undefined) return;
  const given = { amr: proof?.amr ?? [] };
  if (missingFactor(factors, caller, given)) throw new UsersError('MFA_REQUIRED');
}
