/**
 * Whose the second factors and passkeys of a user are.
 *
 * Anyone can register the address of somebody else, enrol an authenticator app or add passkeys, and wait for the owner
 * (pre-hijacking, Sudhodanan and Paverd, 2022). So as long as an address was never verified, the first proof of the mailbox,
 * or a new password by a superuser, ends them. Once it was verified, they are the owner's, and nothing of the kind ends them:
 * who reads the mail of a user, now or after a change of address, need not be the user.
 *
 * What is added carries the version that it was added under, and is in force while that is not below the floor of its user. As long as
 * the address was never verified, the version of the user is above that of what is added; a proof raises the floor to it. Once it was
 * verified, the version is that of what is added, or the floor itself, and the same write ends nothing. So it reads nothing, and no
 * enrolment can race with it.
 */
import type { FactorVersions, Profile, User } from './user.ts';

/** Absent attributes are these. */
export const NO_FACTOR_VERSIONS: FactorVersions = { version: 1, floor: 0 };

type Versioned = Pick<Profile, 'factorVersions'>;
type Known = Versioned & { readonly user: Pick<User, 'is_verified'> };

export function factorVersionsOf({ factorVersions }: Versioned): FactorVersions {
  return factorVersions ?? NO_FACTOR_VERSIONS;
}

/** Whether the address was verified once: it may be another one by now, that is not. */
export function isProven(profile: Known): boolean {
  const { version, floor } = factorVersionsOf(profile);
  return profile.user.is_verified || version === floor;
}

/** The version of a factor or a passkey that is added now. */
export function versionOfFactor(profile: Known): number {
  const { version } = factorVersionsOf(profile);
  return isProven(profile) ? version : version - 1;
}

export function isInForce(factorVersion: number, profile: Versioned): boolean {
  return factorVersion >= factorVersionsOf(profile).floor;
}

/** @param removal the change ends what was added so far, unless it is the owner's */
export function factorVersionsAfter(before: Profile, user: User, removal: boolean): FactorVersions {
  const { version, floor } = factorVersionsOf(before);
  const isOwners = isProven(before);
  if (removal && !isOwners) {
    // What is added next must not be ended by this floor, and may still be somebody else's.
    return { version: user.is_verified ? version : version + 1, floor: version };
  }
  const isAdopted = !isOwners && user.is_verified && before.factors !== undefined;
  const isUnverified = before.user.is_verified && !user.is_verified;
  return { version: isAdopted || isUnverified ? floor : version, floor };
}

/** Those that are left of a user after the same change. */
export function factorsAfter(before: Profile, removal: boolean): Profile['factors'] {
  return removal && !isProven(before) ? undefined : before.factors;
}
