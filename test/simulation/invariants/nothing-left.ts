import { leftoversOf } from '../world/leftovers.ts';
import type { Invariant } from './invariant.ts';

/** Once all records were relayed, only that they were deleted is known of deleted users. */
export const nothingIsLeft: Invariant = (world) => {
  for (const id of world.seen.users) {
    const left = world.table.byId.has(id) ? undefined : leftoversOf(world.table, id);
    if (left !== undefined) return `${left} is left of a deleted user`;
  }
  return undefined;
};
