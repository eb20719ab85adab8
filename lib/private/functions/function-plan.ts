import { groupOf } from '../../contract/function-groups.ts';
import type { Settings } from '../settings/settings';
import { type Planned, planOf } from './plan';

/** A function and what it serves: one action, or the actions of a group. */
export interface PlannedFunction {
  readonly name: string;
  readonly members: readonly [Planned, ...Planned[]];
  readonly isGroup: boolean;
}

/** The functions that are made with the construct. */
export function functionsOf(settings: Settings): readonly PlannedFunction[] {
  const planned = planOf(settings);
  if (settings.functionLayout === 'per-action') {
    return planned.map((each) => ({ name: each.name, members: [each], isGroup: false }));
  }
  const made: { name: string; members: [Planned, ...Planned[]]; isGroup: boolean }[] = [];
  for (const each of planned) {
    const name = groupOf(each.action);
    const group = made.find((known) => known.isGroup && known.name === name);
    if (group) group.members.push(each);
    else made.push({ name: name ?? each.name, members: [each], isGroup: name !== undefined });
  }
  return made;
}
