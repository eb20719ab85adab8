import {
  GROUP_VALUES_VARIABLE,
  GROUP_VARIABLE,
  type GroupedRoute,
  groupFile,
} from '../../lib/contract/function-groups.ts';
import { filled } from '../../lib/contract/gaps.ts';
import type { Environment, ReadFile } from '../composition/read.ts';
import { type Replacements, runtime } from '../composition/runtime.ts';

type Handler = (event: never, context: never) => Promise<unknown>;

/** What the module of an action has. */
interface ActionModule {
  handlerIn(environment: Environment, replacements: Replacements): Promise<Handler>;
}

interface Surroundings {
  readonly environment: Environment;
  readonly file: ReadFile;
  /** The module of an action, loaded when its first request comes. */
  readonly load: (action: string) => Promise<ActionModule>;
}

/**
 * What Lambda calls for a group of actions: the route of the request says which. Each action has its own variables, and is made at its
 * first request; all share the connections to AWS.
 */
export function serve({ environment, file, load }: Surroundings): Handler {
  const group = environment[GROUP_VARIABLE] ?? '';
  const values = JSON.parse(environment[GROUP_VALUES_VARIABLE] ?? '[]');
  const routes = filled(file(groupFile(group)), values) as readonly GroupedRoute[];
  const byKey = new Map(routes.map((route) => [route.key.join(' '), route]));
  const shared = runtime(environment);
  const made = new Map<string, Promise<Handler>>();

  const make = async ({ action, variables }: GroupedRoute): Promise<Handler> => {
    const { handlerIn } = await load(action);
    const own = Object.entries(variables).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    return handlerIn({ ...environment, ...Object.fromEntries(own) }, { group: shared });
  };

  return async (event, context) => {
    const { routeKey = '' } = Object(event);
    const route = byKey.get(routeKey);
    if (route === undefined) {
      throw new Error(`the group ${group} has no route ${routeKey}; it has ${[...byKey.keys()]}`);
    }
    const handler = made.get(routeKey) ?? make(route);
    made.set(routeKey, handler);
    // One that could not be made is made again.
    handler.catch(() => made.delete(routeKey));
    return (await handler)(event, context);
  };
}
