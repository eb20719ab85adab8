import { isActiveSuperuser } from '../../../lambda/users/user.ts';
import type { World } from '../world/world.ts';
import type { TableInvariant } from './invariant.ts';

const had = new WeakSet<World>();

/** Once there is an active superuser, there is always one. */
export const aSuperuserStays: TableInvariant = (world) => {
  for (const { profile } of world.table.byId.values()) {
    if (isActiveSuperuser(profile.user)) {
      had.add(world);
      return undefined;
    }
  }
  return had.has(world) ? 'the last superuser is gone' : undefined;
};
