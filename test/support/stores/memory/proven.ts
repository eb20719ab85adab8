import { isDeepStrictEqual } from 'node:util';
import {
  factorsAfter,
  factorVersionsOf,
  NO_FACTOR_VERSIONS,
} from '../../../../lambda/users/proven.ts';
import type { FactorVersions, Profile } from '../../../../lambda/users/user.ts';

type OwnFactors = Pick<Profile, 'factors' | 'factorVersions'>;

/** What profile and credential have of second factors and passkeys. */
export function factorsOf(versions: FactorVersions, factors: Profile['factors']): OwnFactors {
  return {
    ...(!isDeepStrictEqual(versions, NO_FACTOR_VERSIONS) && { factorVersions: versions }),
    ...(factors && { factors }),
  };
}

/** The same once the mailbox was proved. */
export function provedFactors(profile: Profile): OwnFactors {
  const { version } = factorVersionsOf(profile);
  return factorsOf({ version, floor: version }, factorsAfter(profile, true));
}
