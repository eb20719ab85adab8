import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Action } from '../contract/action.ts';
import { Relay } from './events/relay';
import { ActionFunction } from './functions/action-function';
import { constructId } from './functions/construct-id';
import type { Resources } from './functions/context';
import type { PlannedFunction } from './functions/function-plan';
import { GroupFunction, type PreparedGroup, prepareGroup } from './functions/group-function';
import type { Planned } from './functions/plan';
import { roomOf } from './functions/room';
import { rotate } from './functions/rotation';
import { routeKeysOf } from './functions/route-path';
import { addRoute } from './gateway/api';
import type { GatewayRoles } from './gateway/gateway-roles';
import { addOutput } from './outputs';
import type { Settings } from './settings/settings';
import { usersLogGroup } from './storage/log-group';

/** What functions are put behind. */
interface Gateway {
  readonly httpApi: IHttpApi;
  readonly roles: GatewayRoles;
}

/** Every function by its name, and the relay once more, as there is more to it than a function. */
interface Functions {
  readonly byName: Record<string, LambdaFunction>;
  readonly relay: Relay;
}

/** Makes the functions that are planned, and puts each that has a route behind it. */
export function makeFunctions(
  scope: Construct,
  planned: readonly PlannedFunction[],
  gateway: Gateway,
  settings: Settings,
  resources: Resources,
): Functions {
  const byName: Record<string, LambdaFunction> = {};
  const logGroupOf = sharedLogGroups(scope, settings);
  let relay: Relay | undefined;
  const groups = planned
    .filter(({ isGroup }) => isGroup)
    .map((each) => prepareGroup(scope, each, { settings, resources }));
  for (const each of planned) {
    const group = groups.find((prepared) => prepared.planned === each);
    if (group) {
      byName[each.name] = makeGroup(scope, group, gateway, { settings, resources });
      continue;
    }
    const [{ name, action, backend, client }] = each.members;
    const props = { action, name, settings, resources, client };
    if (action.caller === 'stream') {
      relay = new Relay(scope, props);
      byName[name] = relay;
      addRelayOutputs(scope, settings, relay);
      continue;
    }
    const made = new ActionFunction(scope, {
      ...props,
      backends: backend && [backend],
      ...(client && { logGroup: () => logGroupOf(action) }),
    });
    byName[name] = made;
    if (action.caller === 'operator') {
      addOutput(scope, settings, `${made.node.id}FunctionName`, {
        description: `To call by hand: ${action.summary}`,
        value: made.functionName,
      });
    }
    if (action.caller === 'rotation') rotate(made, resources.tokenSecrets.pairs);
    putBehindRoute(made, made.entry, { name, action, backend, client }, gateway, settings);
  }
  if (relay === undefined) throw new Error('no action is called by the stream');
  return { byName, relay };
}

/** The function of a group, behind the route of each of its actions. */
function makeGroup(
  scope: Construct,
  group: PreparedGroup,
  { httpApi, roles }: Gateway,
  shared: { readonly settings: Settings; readonly resources: Resources },
): GroupFunction {
  const made = new GroupFunction(scope, group, shared);
  for (const member of group.planned.members) {
    // Where the function of the action would be: routes keep their logical ids when the layout changes, as no API has two of one key.
    const place = new Construct(scope, constructId(member.name));
    putBehindRoute(place, made.entry, member, { httpApi, roles }, shared.settings);
  }
  return made;
}

/** What an operator needs to deliver what the relay could not publish. */
function addRelayOutputs(scope: Construct, settings: Settings, relay: Relay): void {
  addOutput(scope, settings, 'RelayFunctionName', {
    description: 'Publishes events; called by hand with what lies in the bucket beside it',
    value: relay.functionName,
  });
  addOutput(scope, settings, 'UndeliveredEventsBucketName', {
    description: 'Events that could not be published',
    value: relay.failures.bucketName,
  });
}

function putBehindRoute(
  scope: Construct,
  entry: IFunction,
  planned: Planned,
  { httpApi, roles }: Gateway,
  settings: Settings,
): void {
  const keys = routeKeysOf(planned, settings);
  if (keys.length === 0) return;
  const { caller } = planned.action;
  addRoute(scope, httpApi, { keys, caller }, { handler: entry, role: roles.roleFor(entry) });
}

/**
 * The functions of an action log to one group, where a client is told by `client` in each line: a group
 * for each would be a resource for each.
 */
function sharedLogGroups(scope: Construct, settings: Settings): (action: Action) => LogGroup {
  const made = new Map<Action, LogGroup>();
  return (action) => {
    const known = made.get(action);
    if (known !== undefined) return known;
    const logGroup = usersLogGroup(roomOf(scope, constructId(action.name)), 'Logs', settings);
    made.set(action, logGroup);
    return logGroup;
  };
}
