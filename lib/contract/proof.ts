/** How users prove who they are, as tokens say it. */

/**
 * Ways to prove who one is, as `amr` names them (RFC 8176, 2): `pwd` a password, `otp` a one-time code, `hwk` and `swk` a key
 * that is bound to hardware or not, `mfa` more than one factor. `fed` and `email` are ours, as no registered value says
 * that a provider vouched, or that a code was mailed.
 */
export const AUTHENTICATION_METHODS = ['pwd', 'fed', 'email', 'otp', 'hwk', 'swk', 'mfa'] as const;

export type AuthenticationMethod = (typeof AUTHENTICATION_METHODS)[number];

/**
 * `acr` of a login with more than one factor: the policy that OpenID has a name for. A login with one has no `acr`.
 *
 * @see https://openid.net/specs/openid-provider-authentication-policy-extension-1_0.html#auth_policies
 */
export const MULTI_FACTOR = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor';

/** What a login has to be for a request, where it isn't. */
export interface WantedProof {
  /** With more than one factor. */
  readonly multiFactor?: boolean;
  /** Seconds since it was. */
  readonly maxAge?: number | undefined;
}

/** Value of `WWW-Authenticate` of a refusal that another login would not get (RFC 9470, 3). */
export function stepUpChallenge({ multiFactor = false, maxAge }: WantedProof): string {
  return [
    'Bearer error="insufficient_user_authentication"',
    ...(multiFactor ? [`acr_values="${MULTI_FACTOR}"`] : []),
    ...(maxAge === undefined ? [] : [`max_age="${maxAge}"`]),
  ].join(', ');
}
