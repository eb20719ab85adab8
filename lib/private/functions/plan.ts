import type { AuthBackend } from '../../auth-backend';
import type { Action } from '../../contract/action.ts';
import { relay } from '../../contract/events.ts';
import { ACTIONS } from '../../contract/index.ts';
import type { OAuthClient } from '../../oauth-client';
import { backendOf } from '../settings/oauth-clients';
import type { Settings } from '../settings/settings';
import { featuresWith } from './features-with';

/** A function that is made with the construct. */
export interface Planned {
  readonly name: string;
  readonly action: Action;
  /** The one backend that it serves. */
  readonly backend?: AuthBackend | undefined;
  readonly client?: OAuthClient;
}

/**
 * The functions of the table of actions that there is something to do for. Authorizers and superusers are made on
 * request.
 */
export function planOf(settings: Settings): readonly Planned[] {
  const { authBackends, oauthClients } = settings;
  const others = ['stream', 'gateway', 'deployment'];
  const made = ACTIONS.filter(({ caller }) => !others.includes(caller));
  const planned: Planned[] = [];
  for (const action of made.filter(({ perClient }) => !perClient)) {
    if (action.perBackend) {
      for (const backend of authBackends) {
        if (isNeeded(action, settings, [backend])) {
          planned.push({ name: `${action.name}-${backend.name}`, action, backend });
        }
      }
    } else if (isNeeded(action, settings, authBackends)) {
      planned.push({ name: action.name, action });
    }
  }
  // Last, and client by client, so that one more client gives no function before it another role.
  for (const client of oauthClients) {
    for (const action of made.filter(({ perClient }) => perClient)) {
      const backend = action.signs ? backendOf(client, settings) : undefined;
      planned.push({ name: `${action.name}-${client.name}`, action, backend, client });
    }
  }
  return [...planned, { name: relay.name, action: relay }];
}

/** Whether there is anything for the function of an action to do that serves these backends. */
function isNeeded(
  { onlyWith }: Action,
  settings: Settings,
  backends: readonly AuthBackend[],
): boolean {
  return onlyWith === undefined || featuresWith(settings, { backends }).includes(onlyWith);
}
