import type { Action } from '../../lib/contract/action.ts';
import { apiUrl, pathIn, routeLayout } from '../../lib/contract/places.ts';
import type { Runtime } from './runtime.ts';

/** Path of an action's route as clients see it: with a stage, or the key of a domain's mapping. */
export function publicPath(rt: Runtime, { name, route }: Action): string {
  if (route === undefined) throw new Error(`the action ${name} has no route`);
  const { pathname } = new URL(rt.get(apiUrl));
  return `${pathname.replace(/\/$/, '')}${pathIn(rt.get(routeLayout), route)}`;
}
