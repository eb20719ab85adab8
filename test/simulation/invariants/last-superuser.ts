import { isActiveSuperuser } from '../../../lambda/users/user.ts';
import type { TableInvariant } from './invariant.ts';

/** Once there is an active superuser, there is always one. */
export const aSuperuserStays: TableInvariant = (world) => {
  const { seen, table } = world;
  for (const { profile } of table.byId.values()) {
    if (isActiveSuperuser(profile.user)) {
      seen.superuser = true;
      return undefined;
    }
  }
  return seen.superuser ? 'the last superuser is gone' : undefined;
};
