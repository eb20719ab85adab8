import type { Action } from '../../lib/contract/action.ts';
import type { Call } from './request.ts';

/**
 * The base path as the client sees it, from a request of an action: a stage other than `$default`
 * puts its name before it. Only the action's own segments at the end of the path are certain. The
 * key of a custom domain's mapping is not in it (API Gateway developer guide, "Create AWS Lambda
 * proxy integrations for HTTP APIs").
 *
 * @throws for what can't stand in a cookie's `Path` as it is
 */
export function publicBasePath(
  { name, route }: Pick<Action, 'name' | 'route'>,
  { rawPath }: Pick<Call, 'rawPath'>,
): string {
  if (route === undefined) throw new Error(`action ${name} has no route`);
  const segments = rawPath.replace(/\/+$/, '').split('/');
  const base = segments.slice(0, segments.length - (route.path.split('/').length - 1)).join('/');
  if (!/^[\w.~%/-]*$/.test(base)) throw new Error(`the API stands at ${JSON.stringify(base)}`);
  return base;
}
