import { Annotations } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { FEATURES, type Feature } from '../../contract/features.ts';
import { EVENTS } from '../../contract/index.ts';
import { UsersApiError } from '../errors';
import { ActionFunction } from '../functions/action-function';
import { featuresWith } from '../functions/context';
import type { Settings } from '../settings/settings';
import type { EventSchemas } from './event-schemas';

/** What of a users API a listener can change. */
interface Parts {
  readonly settings: Settings;
  readonly functions: Readonly<Record<string, IFunction>>;
  readonly schemas: EventSchemas | undefined;
}

/**
 * Somebody listens to an event by its name: `after-login` is then raised, unless the prop says that it is
 * not to be, and one that never happens with these props gets a warning.
 */
export function listensTo(users: IConstruct, type: string, parts: Parts): void {
  const onlyWith = onlyWithOf(type);
  if (onlyWith === undefined || featuresWith(parts.settings).includes(onlyWith)) return;
  if (onlyWith === 'loginEvents') {
    switchOnLoginEvents(parts);
  } else {
    warnOfSilence(users, type, onlyWith);
  }
}

/** The feature without which an event is never raised. */
function onlyWithOf(type: string): Feature | undefined {
  return Object.entries(EVENTS).find(([name]) => name === type)?.[1].onlyWith;
}

function switchOnLoginEvents({ settings, functions, schemas }: Parts): void {
  if (settings.withoutLoginEvents) {
    throw new UsersApiError('loginEvents', {
      got: false,
      expected: 'true or no value, as somebody listens to after-login and would never hear it',
      fix: 'leave it out, which raises the event as soon as somebody listens, or take the listener away',
    });
  }
  const changing: { loginEvents: boolean } = settings;
  changing.loginEvents = true;
  for (const each of Object.values(functions)) {
    if (each instanceof ActionFunction) each.followSettings();
  }
  schemas?.add(featuresWith(settings));
}

function warnOfSilence(users: IConstruct, type: string, onlyWith: Feature): void {
  const { by } = FEATURES[onlyWith];
  Annotations.of(users).addWarningV2(
    'cdk-users-api:eventNeverRaised',
    `${type}: got a listener, expected the API to raise it, which it does only with ` +
      `${by.replaceAll('`', '')}; use that, or take the listener away`,
  );
}
