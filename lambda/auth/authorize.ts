import type { SecondFactorSettings } from '../../lib/contract/factors.ts';
import type { Requirements } from '../../lib/contract/sessions.ts';
import { UsersError } from '../users/errors.ts';
import type { Identified } from '../users/identified.ts';
import { assertFactor } from '../users/login/factor-admission.ts';
import { isMultiFactor, isRecent } from '../users/proof.ts';
import { type AuthenticateDeps, authenticate, type SignedIn } from './authenticate.ts';
import { isSameOrigin, type OriginCarrier } from './same-origin.ts';
import type { CredentialCarrier } from './transport.ts';

export interface AuthorizeDeps extends AuthenticateDeps {
  readonly allowedOrigins: readonly string[];
  readonly requirements: Requirements;
  /** Absent where logins take one factor. */
  readonly secondFactors: SecondFactorSettings | undefined;
}

/** A request to a route that isn't ours. */
export interface AuthorizedRequest extends CredentialCarrier, OriginCarrier {
  /** Whether another site must not make it in the name of a user. */
  readonly changes: boolean;
}

/**
 * The caller of a route that isn't ours; `undefined` for one that does not meet the requirements of
 * a route that lets everyone pass. As many round trips as `authenticate`.
 *
 * @throws UsersError `UNAUTHORIZED`, `MFA_ENROLMENT_REQUIRED`, `MFA_REQUIRED`, `REAUTHENTICATION_REQUIRED`, `FORBIDDEN`; the latter, whatever the requirements, for a
 * request that another site may have made in the name of the caller
 */
export async function authorize(
  deps: AuthorizeDeps,
  request: AuthorizedRequest,
  identified?: Identified,
): Promise<SignedIn | undefined> {
  const { verified, superuser, optional } = deps.requirements;
  const signedIn = await authenticate(deps, request, {}, identified).catch((error: unknown) => {
    if (optional && error instanceof UsersError && error.code === 'UNAUTHORIZED') return undefined;
    throw error;
  });
  if (signedIn === undefined) return undefined;

  const { caller, backend, noted } = signedIn;
  await noted;
  const { changes } = request;
  if (backend.transport.ambient && changes && !isSameOrigin(request, deps.allowedOrigins)) {
    throw new UsersError('FORBIDDEN');
  }
  if ((verified && !caller.user.is_verified) || (superuser && !caller.user.is_superuser)) {
    if (optional) return undefined;
    throw new UsersError('FORBIDDEN');
  }
  try {
    assertProved(deps, signedIn);
  } catch (error) {
    if (optional && error instanceof UsersError) return undefined;
    throw error;
  }
  return signedIn;
}

/** @throws UsersError `MFA_ENROLMENT_REQUIRED`, `MFA_REQUIRED`, `REAUTHENTICATION_REQUIRED` */
function assertProved(
  { requirements: { mfa, maxAge }, secondFactors, clock }: AuthorizeDeps,
  { caller, claims: { proof } }: SignedIn,
): void {
  if (mfa === undefined) assertFactor(secondFactors, undefined, { caller, proof });
  if (mfa && !(proof && isMultiFactor(proof))) throw new UsersError('MFA_REQUIRED');
  if (maxAge !== undefined && !isRecent(proof, clock.now(), maxAge)) {
    throw new UsersError('REAUTHENTICATION_REQUIRED');
  }
}
