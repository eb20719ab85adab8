import {
  GROUP_VALUES_VARIABLE,
  GROUP_VARIABLE,
  type GroupedRoute,
  groupFile,
} from '../../lib/contract/function-groups.ts';
import { filled } from '../../lib/contract/gaps.ts';
import type { Environment, ReadFile } from '../composition/read.ts';
import { type Replacements, runtime } from '../composition/runtime.ts';

/**
 * How Lambda says that it starts a function before there is a request, by provisioned concurrency.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
const KEPT_READY = 'provisioned-concurrency';

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
 * first request, or before there is one where Lambda keeps the function ready; all share the connections to AWS.
 */
export async function serve({ environment, file, load }: Surroundings): Promise<Handler> {
  const group = environment[GROUP_VARIABLE] ?? '';
  const values = JSON.parse(environment[GROUP_VALUES_VARIABLE] ?? '[]');
  const routes = filled(file(groupFile(group)), values) as readonly GroupedRoute[];
  const byKey = new Map(routes.map((route) => [keyOf(route), route]));
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

  const handlerFor = (route: GroupedRoute): Promise<Handler> => {
    const routeKey = keyOf(route);
    const handler = made.get(routeKey) ?? make(route);
    made.set(routeKey, handler);
    // One that could not be made is made again.
    handler.catch(() => made.delete(routeKey));
    return handler;
  };

  if (environment.AWS_LAMBDA_INITIALIZATION_TYPE === KEPT_READY) {
    await Promise.allSettled(routes.map(handlerFor));
  }
  return async (event, context) => {
    const { routeKey = '' } = Object(event);
    const route = byKey.get(routeKey);
    if (route === undefined) {
      throw new Error(`the group ${group} has no route ${routeKey}; it has ${[...byKey.keys()]}`);
    }
    return (await handlerFor(route))(event, context);
  };
}

/** As API Gateway names it in events. */
const keyOf = ({ key }: GroupedRoute) => key.join(' ');
