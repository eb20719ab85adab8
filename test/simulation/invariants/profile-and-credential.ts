import { isDeepStrictEqual } from 'node:util';
import { linksOf } from '../../../lambda/users/links.ts';
import type { TableInvariant } from './invariant.ts';

/** What login reads of a user is what the user is. */
export const profileAndCredentialAgree: TableInvariant = ({ table }) => {
  for (const { profile, credential } of table.byId.values()) {
    const { user } = profile;
    const agrees =
      credential.email === user.email &&
      credential.userId === user.id &&
      credential.isActive === user.is_active &&
      credential.isVerified === user.is_verified &&
      credential.tokenVersion === profile.tokenVersion &&
      (credential.linkFloor ?? 0) === linksOf(profile).floor &&
      (credential.passwordHash === undefined) === (profile.passwordless === true) &&
      isDeepStrictEqual(credential.factors, profile.factors);
    if (!agrees) return `profile and credential of ${user.email} differ`;
  }
  return undefined;
};
