/**
 * Which accounts at providers still sign their user in.
 *
 * An account carries the version that it was linked under. The version rises when the user's address
 * changes or is no longer verified, and an account that is linked to an unverified user gets the version
 * below. So a reset, which proves the mailbox, only has to raise the floor to the version: what was linked
 * before the address was verified is below it, and so is what was linked under another address. Both can
 * be somebody else's ("Trojan identifier", Sudhodanan and Paverd, 2022). It is one write that reads
 * nothing, so no association can race with it.
 */
import type { Links, Profile, User } from './user.ts';

/** Absent attributes, of users from before accounts had versions, are these. */
export const NO_LINKS: Links = { version: 1, floor: 0, issuers: {} };

export function linksOf({ links }: Pick<Profile, 'links'>): Links {
  return links ?? NO_LINKS;
}

type LinkedTo = Pick<Profile, 'links'> & { readonly user: Pick<User, 'is_verified'> };

/** The version that an account gets which is linked now. */
export function versionOfLink(profile: LinkedTo): number {
  const { version } = linksOf(profile);
  return profile.user.is_verified ? version : version - 1;
}

/**
 * The version of the account that a new user came by. Where the provider is no authority for the address,
 * or its client may not link by it, another provider or a reset that proves the mailbox ends it: somebody
 * else may have had it vouched for beforehand.
 */
export function versionOfFirst(isTrusted: boolean): number {
  return isTrusted ? NO_LINKS.version : NO_LINKS.version - 1;
}

/** Whether an account still signs its user in; one from before versions until the next reset. */
export function isAccepted({ linkVersion = 0 }: { readonly linkVersion?: number }, floor = 0) {
  return linkVersion >= floor;
}

/** Whether the user has an account of this issuer that still signs in. */
export function hasAccountAt(profile: Profile, issuer: string): boolean {
  const { issuers, floor } = linksOf(profile);
  return (issuers[issuer] ?? -1) >= floor;
}

/** Whether some account signs the user in; one from before keys had issuers isn't known here. */
export function hasAccounts(profile: Profile): boolean {
  return Object.keys(linksOf(profile).issuers).some((issuer) => hasAccountAt(profile, issuer));
}

/** @param removal the change removes every account that was linked so far */
export function linksAfter(before: Profile, user: User, removal: boolean): Links {
  const { version, floor, issuers } = linksOf(before);
  const moved = user.email !== before.user.email;
  const unverified = before.user.is_verified && !user.is_verified;
  if (!removal) return { version: moved || unverified ? version + 1 : version, floor, issuers };
  // No account has a later version than this one, and one that is linked after it has to be accepted.
  const next = version + 1;
  return { version: user.is_verified ? next : next + 1, floor: next, issuers: {} };
}
