import {
  FACTOR_METHODS,
  type FactorMethod,
  type RequiredOf,
} from '../../../lib/contract/factors.ts';
import type { AuthenticationMethod } from '../../../lib/contract/proof.ts';
import { isMultiFactor, type ProofGiven } from '../proof.ts';
import type { AccessClaims } from '../sessions/session.ts';
import type { Factors, LoginCredential } from '../user.ts';

/** A login whose first proof was given, and what it goes on with. */
export interface BegunLogin {
  readonly userId: string;
  /** The address at the time: its credential is what a second factor is compared with. */
  readonly email: string;
  /** A new password or address voids the login. */
  readonly credentialVersion: number;
  /** What was given. */
  readonly amr: readonly AuthenticationMethod[];
  /** The login in use, which ends as the new one begins. */
  readonly renewed?: AccessClaims | undefined;
}

/** Tokens of begun logins, of one backend. */
export interface BegunLogins {
  issue(login: BegunLogin): Promise<{ readonly token: string; readonly expiresAt: Date }>;
  /** `undefined` for anything but an unexpired token of this backend. */
  verify(token: string): Promise<BegunLogin | undefined>;
}

/** What signing in knows of second factors. */
export interface SecondFactors {
  readonly begun: Pick<BegunLogins, 'issue'>;
  /** Those that this API takes. */
  readonly methods: readonly FactorMethod[];
  readonly requiredOf?: RequiredOf | undefined;
}

/** A login that needs a second factor. */
export interface MfaRequired {
  readonly kind: 'mfa-required';
  readonly userId: string;
  readonly mfaToken: string;
  /** Those that the user has. */
  readonly methods: readonly FactorMethod[];
  readonly expiresAt: Date;
}

const HAS: { readonly [Method in FactorMethod]: (factors: Factors) => boolean } = {
  totp: ({ totp }) => totp,
  passkey: ({ passkeys }) => passkeys > 0,
  recovery_code: ({ recoveryCodes }) => recoveryCodes > 0,
};

/**
 * By which methods a login has to give a second factor; `undefined` where it needs none. A user with an authenticator app always
 * needs one. Passkeys are a way in by themselves: with no more than those, one is needed where everyone must have a factor.
 */
export function missingFactor(
  { methods: taken, requiredOf }: Omit<SecondFactors, 'begun'>,
  { factors }: Pick<LoginCredential, 'factors'>,
  proof: ProofGiven,
): readonly FactorMethod[] | undefined {
  if (factors === undefined || isMultiFactor(proof)) return undefined;
  const methods = FACTOR_METHODS.filter((each) => taken.includes(each) && HAS[each](factors));
  const isNeeded =
    methods.includes('totp') || (requiredOf === 'everyone' && methods.includes('passkey'));
  return isNeeded ? methods : undefined;
}
