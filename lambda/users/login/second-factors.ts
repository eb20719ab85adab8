import {
  FACTOR_METHODS,
  type FactorMethod,
  type SecondFactorSettings,
} from '../../../lib/contract/factors.ts';
import type { AuthenticationMethod } from '../../../lib/contract/proof.ts';
import { isMultiFactor } from '../proof.ts';
import type { AccessClaims } from '../sessions/session.ts';
import type { Factors, LoginCredential, Profile, User } from '../user.ts';

/** A login whose first proof was given, and what it goes on with. */
export interface BegunLogin {
  readonly userId: string;
  /** The address at the time: its credential is what a second factor is compared with. */
  readonly email: string;
  /** A new password or address voids the login. */
  readonly credentialVersion: number;
  /** What ends all logins of the user voids this one, too. */
  readonly tokenVersion: number;
  /** What was given. */
  readonly amr: readonly AuthenticationMethod[];
  /** The login in use, which ends as the new one begins. */
  readonly renewed?: AccessClaims | undefined;
}

/** Whether the user is as when the login began: nobody has changed address or password since, or ended all logins. */
export function isAsBegun(
  begun: BegunLogin,
  { userId, credentialVersion, tokenVersion }: LoginCredential,
): boolean {
  return (
    userId === begun.userId &&
    credentialVersion === begun.credentialVersion &&
    tokenVersion === begun.tokenVersion
  );
}

/** Tokens of begun logins, of one backend. */
export interface BegunLogins {
  issue(login: BegunLogin): Promise<{ readonly token: string; readonly expiresAt: Date }>;
  /** `undefined` for anything but an unexpired token of this backend. */
  verify(token: string): Promise<BegunLogin | undefined>;
}

/** What signing in knows of second factors. */
export interface SecondFactors extends SecondFactorSettings {
  readonly begun: Pick<BegunLogins, 'issue'>;
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

/** Whether a user has a second factor that this API takes. Recovery codes stand in for one, and are none by themselves. */
export function hasFactor(
  { methods }: Pick<SecondFactorSettings, 'methods'>,
  { factors }: Pick<Profile, 'factors'>,
): boolean {
  if (factors === undefined) return false;
  return methods.some((each) => each !== 'recovery_code' && HAS[each](factors));
}

/** Whether a user must have one. */
export function mustHaveFactor(
  { requiredOf }: Pick<SecondFactorSettings, 'requiredOf'>,
  { user }: { readonly user: Pick<User, 'is_superuser'> },
): boolean {
  switch (requiredOf) {
    case undefined:
      return false;
    case 'everyone':
      return true;
    case 'superusers':
      return user.is_superuser;
  }
}

/**
 * By which methods a login has to give a second factor; `undefined` where it needs none. A user with an authenticator app always
 * needs one. Passkeys are a way in by themselves: with no more than those, one is needed of users who must have a factor.
 */
export function missingFactor(
  settings: SecondFactorSettings,
  { factors, user }: Pick<Profile, 'factors'> & { readonly user: Pick<User, 'is_superuser'> },
  proof: { readonly amr: readonly string[] },
): readonly FactorMethod[] | undefined {
  if (factors === undefined || isMultiFactor(proof)) return undefined;
  const { methods: taken } = settings;
  const methods = FACTOR_METHODS.filter((each) => taken.includes(each) && HAS[each](factors));
  const isNeeded =
    methods.includes('totp') || (methods.includes('passkey') && mustHaveFactor(settings, { user }));
  return isNeeded ? methods : undefined;
}
