import type { Route } from '../../contract/action.ts';
import { formPath, needsFormRoute } from '../../contract/page-forms.ts';
import { pathOnHost } from '../../contract/places.ts';
import type { Settings } from '../settings/settings';
import type { Planned } from './plan';

/** As API Gateway tells routes apart. */
type RouteKey = Pick<Route, 'method' | 'path'>;

/** Keys of the routes that lead to a function: its own and, where HTML has no form for its method, one that pages post to. */
export function routeKeysOf(planned: Planned, settings: Settings): readonly RouteKey[] {
  const { route } = planned.action;
  if (route === undefined) return [];
  const own = { method: route.method, path: routePathOf(planned, settings) };
  if (!hasForm(planned, settings) || !needsFormRoute(route)) return [own];
  return [own, { method: 'POST', path: formPath(own) }];
}

/** Whether the pages of an API have a form for what a function serves. */
export function hasForm({ action, backend }: Planned, { pages }: Pick<Settings, 'pages'>): boolean {
  if (action.form === undefined || pages === undefined) return false;
  return action.perBackend === undefined || backend === pages.backend;
}

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
