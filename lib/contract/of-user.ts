/** Calls on whatever is stored of a user, whichever kinds of items that are. */
import { may, type TableAccess, type TableCall } from './action.ts';
import type { Feature } from './features.ts';
import { ITEM_FEATURES, itemsOfUser } from './item-keys.ts';
import type { ItemKind } from './item-kind.ts';
import { optionalJson } from './setting.ts';

/** The features by which the table has more kinds of items; not set where it has none of those. */
export const itemFeatures = optionalJson<readonly Feature[]>()('itemFeatures');

/** Permission for a call on every kind that goes with its user in these ways, and on those of a feature only with it. */
export function mayOfUser(
  call: TableCall,
  ways: readonly ItemKind['ofUser'][],
  limits: Omit<TableAccess, 'calls' | 'items' | 'onlyWith'> = {},
): readonly TableAccess[] {
  const always = ways.flatMap((way) => itemsOfUser(way));
  return [
    may(call, always, limits),
    ...ITEM_FEATURES.flatMap((onlyWith) => {
      const more = ways
        .flatMap((way) => itemsOfUser(way, [onlyWith]))
        .filter((name) => !always.includes(name));
      return more.length > 0 ? [may(call, more, { ...limits, onlyWith })] : [];
    }),
  ];
}
