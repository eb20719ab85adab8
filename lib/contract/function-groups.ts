/** Functions that serve several actions: which, what Lambda calls, and how they are told what they serve. */
import type { Action } from './action.ts';

/** Groups by the names of their functions. */
export const FUNCTION_GROUPS = ['public', 'signed-in', 'administration', 'providers'] as const;

export type FunctionGroup = (typeof FUNCTION_GROUPS)[number];

/** The module of every group, in the code of all functions. */
export const GROUP_MODULE = 'group';

/** The variable with the group's name; a function without it serves one action. */
export const GROUP_VARIABLE = 'FUNCTION_GROUP';

/** The variable with what fills the gaps of the group's file. */
export const GROUP_VALUES_VARIABLE = 'FUNCTION_GROUP_VALUES';

/** The file beside the modules with a group's routes. */
export const groupFile = (group: string) => `group-${group}.json`;

/** A route of a group: what serves it, and its own variables; a JSON value stands for its text. */
export interface GroupedRoute {
  /** Method and path, as API Gateway names the route. */
  readonly key: readonly [method: string, path: string];
  readonly action: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The group of an action; undefined for what no route leads to, and for pages with a folder of their own. */
export function groupOf({
  caller,
  route,
  perClient,
  ownFolder,
}: Pick<Action, 'caller' | 'route' | 'perClient' | 'ownFolder'>): FunctionGroup | undefined {
  if (route === undefined || ownFolder) return undefined;
  if (perClient) return 'providers';
  switch (caller) {
    case 'anyone':
      return 'public';
    case 'credential':
    case 'user':
      return 'signed-in';
    case 'superuser':
      return 'administration';
    case 'gateway':
    case 'operator':
    case 'stream':
    case 'deployment':
    case 'rotation':
      return undefined;
  }
}
