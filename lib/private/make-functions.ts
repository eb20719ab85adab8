import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { AuthBackend } from '../auth-backend';
import type { Action } from '../contract/action.ts';
import { relay as relayAction } from '../contract/events.ts';
import { ACTIONS } from '../contract/index.ts';
import { pathIn } from '../contract/places.ts';
import type { OAuthClient } from '../oauth-client';
import { Relay } from './events/relay';
import { ActionFunction } from './functions/action-function';
import { constructId } from './functions/construct-id';
import { featuresWith, type Resources } from './functions/context';
import { roomOf } from './functions/room';
import { rotate } from './functions/rotation';
import { addRoute } from './gateway/api';
import type { GatewayRoles } from './gateway/gateway-roles';
import { addOutput } from './outputs';
import { backendOf } from './settings/oauth-clients';
import type { Settings } from './settings/settings';
import { usersLogGroup } from './storage/log-group';

/** Every function by its name, and the relay once more, as there is more to it than a function. */
interface Functions {
  readonly byName: Record<string, LambdaFunction>;
  readonly relay: Relay;
}

/** Makes the functions of the table of actions, and puts each that has a route behind it. */
export function makeFunctions(
  scope: Construct,
  { httpApi, roles }: { readonly httpApi: IHttpApi; readonly roles: GatewayRoles },
  settings: Settings,
  resources: Resources,
): Functions {
  const byName: Record<string, LambdaFunction> = {};

  const make = (
    action: Action,
    backend?: AuthBackend,
    client?: OAuthClient,
    logGroup?: LogGroup,
  ) => {
    const served = client ?? backend;
    const name = served === undefined ? action.name : `${action.name}-${served.name}`;
    const made = new ActionFunction(scope, constructId(name), {
      action,
      settings,
      resources,
      backends: backend && [backend],
      client,
      logGroup,
    });
    byName[name] = made;
    if (action.caller === 'operator') {
      addOutput(scope, settings, `${constructId(name)}FunctionName`, {
        description: `To call by hand: ${action.summary}`,
        value: made.functionName,
      });
    }
    if (action.caller === 'rotation') rotate(made, resources.tokenSecrets.pairs);
    if (action.route !== undefined) {
      const { method } = action.route;
      const inLayout = pathIn(settings.routeLayout, action.route);
      const path = served ? inLayout.replace(/\{(?:backend|client)\}/, served.name) : inLayout;
      const route = { method, path: `${settings.basePath}${path}`, caller: action.caller };
      addRoute(made, httpApi, route, {
        handler: made,
        role: roles.roleFor(made),
      });
    }
  };

  // The relay is more than a function, and authorizers are made when a route asks for one.
  const made = ACTIONS.filter(({ caller }) => !['stream', 'gateway'].includes(caller));
  for (const action of made.filter(({ perClient }) => !perClient)) {
    if (action.perBackend) {
      for (const backend of settings.authBackends) {
        if (isNeeded(action, settings, [backend])) make(action, backend);
      }
    } else if (isNeeded(action, settings, settings.authBackends)) {
      make(action);
    }
  }
  // The functions of an action log to one group, where a client is told by `client` in each line: a group
  // for each would be a resource for each.
  const perClient = made
    .filter((action) => action.perClient && settings.oauthClients.length > 0)
    .map((action) => ({
      action,
      logGroup: usersLogGroup(roomOf(scope, constructId(action.name)), 'Logs', settings),
    }));
  // Last, and client by client, so that one more client gives no function before it another role.
  for (const client of settings.oauthClients) {
    for (const { action, logGroup } of perClient) {
      make(action, action.signs ? backendOf(client, settings) : undefined, client, logGroup);
    }
  }
  const relay = new Relay(scope, 'Relay', { action: relayAction, settings, resources });
  byName.relay = relay;
  return { byName, relay };
}

/** Whether there is anything for the function of an action to do that serves these backends. */
function isNeeded(
  { onlyWith }: Action,
  settings: Settings,
  backends: readonly AuthBackend[],
): boolean {
  return onlyWith === undefined || featuresWith(settings, { backends }).includes(onlyWith);
}
