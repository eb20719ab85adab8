import { pathOnHost } from '../../contract/places.ts';
import type { Settings } from '../settings/settings';
import type { Planned } from './plan';

/** Path of a function's route on the API: the name of what it serves in place of the parameter. */
export function routePathOf(
  { action, backend, client }: Pick<Planned, 'action' | 'backend' | 'client'>,
  { basePath, routeLayout }: Pick<Settings, 'basePath' | 'routeLayout'>,
): string {
  if (action.route === undefined) throw new Error(`${action.name} has no route`);
  const served = client ?? backend;
  const path = pathOnHost(basePath, routeLayout, action.route);
  return served ? path.replace(/\{(?:backend|client)\}/, served.name) : path;
}
