import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  GROUP_MODULE,
  GROUP_VALUES_VARIABLE,
  GROUP_VARIABLE,
  type GroupedRoute,
  groupFile,
} from '../../contract/function-groups.ts';
import { type Gapped, withGaps } from '../../contract/gaps.ts';
import type { Settings } from '../settings/settings';
import type { Context } from './context';
import type { PlannedFunction } from './function-plan';
import type { Planned } from './plan';
import { type Provisions, provisionsOf } from './provisions';
import { routeKeysOf } from './route-path';
import { UsersFunction } from './users-function';

type Shared = Pick<Context, 'settings' | 'resources'>;

/** A group of actions, with all that its function is told. */
export interface PreparedGroup {
  readonly planned: PlannedFunction;
  readonly provisions: Provisions;
}

/**
 * Works out what the functions of groups are told, and lays it beside their code: before there is a function, as all have the same
 * files. Props are in the variables of a function, where they can change later; the rest is of one action, and in its file.
 */
export function prepareGroup(
  scope: Construct,
  planned: PlannedFunction,
  { settings, resources }: Shared,
): PreparedGroup {
  const each = planned.members.map((member) => ({
    member,
    provisions: provisionsOf(scope, member.action, {
      ...{ settings, resources },
      ...ownOf(member),
    }),
  }));
  const routes = each.flatMap(({ member, provisions: { derived } }) =>
    routesOf(member, derived, settings),
  );
  const { text, values }: Gapped = withGaps(routes, Token.isUnresolved);
  resources.code.addFile(groupFile(planned.name), text);
  const all = each.map(({ provisions }) => provisions);
  const plain = all.flatMap(({ environment, derived }) =>
    Object.entries(environment).filter(([variable]) => !(variable in derived)),
  );
  const distinct = <Value>(values: readonly Value[]) => [...new Set(values)];
  return {
    planned,
    provisions: {
      environment: {
        ...Object.fromEntries(plain),
        [GROUP_VARIABLE]: planned.name,
        [GROUP_VALUES_VARIABLE]: Stack.of(scope).toJsonString(values),
      },
      derived: {},
      readsFiles: true,
      secrets: distinct(all.flatMap(({ secrets }) => secrets)),
      written: distinct(all.flatMap(({ written }) => written)),
      rotated: distinct(all.flatMap(({ rotated }) => rotated)),
      statements: all.flatMap(({ statements }) => statements),
    },
  };
}

function routesOf(
  member: Planned,
  variables: Provisions['derived'],
  settings: Settings,
): readonly GroupedRoute[] {
  const { name: action } = member.action;
  return routeKeysOf(member, settings).map(({ method, path }) => ({
    key: [method, path || '/'],
    ...{ action, variables },
  }));
}

/** What a planned function serves, as those of one action are given it. */
function ownOf({ backend, client }: Planned) {
  return { ...(backend && { backends: [backend] }), ...(client && { client }) };
}

/** The function of several actions: the module of the group loads each when its first request comes. */
export class GroupFunction extends UsersFunction {
  constructor(scope: Construct, { planned, provisions }: PreparedGroup, shared: Shared) {
    const [first, ...others] = planned.members.map((member) => ({
      action: member.action,
      ...ownOf(member),
    }));
    if (first === undefined) throw new Error(`the group ${planned.name} has no action`);
    super(scope, {
      ...shared,
      name: planned.name,
      members: [first, ...others],
      description: `Serves the ${planned.members.length} routes of the group ${planned.name}.`,
      handler: `${GROUP_MODULE}.handler`,
      provisions,
    });
  }
}
