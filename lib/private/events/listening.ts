import { Annotations, Token } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import { EVENT_SOURCE } from '../../contract/event.ts';
import { FEATURES, type Feature } from '../../contract/features.ts';
import { EVENTS, type EventType } from '../../contract/index.ts';
import { UsersApiError } from '../errors';
import { featuresWith } from '../functions/features-with';
import { UsersFunction } from '../functions/users-function';
import { warnAtSynth } from '../late-warnings';
import type { Settings } from '../settings/settings';
import type { EventSchemas } from './event-schemas';
import { rulesOn } from './rules-on-bus';
import { mayBe } from './unheard-tokens';

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

/**
 * Warns at synth of rules that name `after-login` and were made without the construct, which could not switch it
 * on for them. One that takes all events takes what there is.
 */
export function warnOfSilentLogins(users: Construct, bus: IEventBus, settings: Settings): void {
  warnAtSynth(users, () => {
    if (featuresWith(settings).includes('loginEvents')) return [];
    const rules = rulesOn(bus) ?? [];
    return rules
      .filter(({ pattern }) => mayBe(pattern.source, EVENT_SOURCE))
      .filter(({ pattern }) => asksFor(pattern['detail-type'], afterLogin))
      .map(({ path }) => ({
        id: NEVER_RAISED,
        message:
          `after-login: got the rule ${path}, expected the API to raise it, which it does only with ` +
          `${FEATURES.loginEvents.by.replaceAll('`', '')}; use that, or listen with onAfterLogin()`,
      }));
  });
}

const afterLogin: EventType = 'after-login';

/** Whether a pattern is for an event, and not for every one. */
function asksFor(values: unknown, event: EventType): boolean {
  if (!Array.isArray(values)) return false;
  const matches = (type: string) => values.some((value) => matchesText(value, type));
  return matches(event) && !Object.keys(EVENTS).every(matches);
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
function matchesText(value: unknown, text: string): boolean {
  if (typeof value === 'string') return value === text;
  const { prefix, suffix } = Object(value);
  return (
    (typeof prefix === 'string' && text.startsWith(prefix)) ||
    (typeof suffix === 'string' && text.endsWith(suffix))
  );
}

/** Warns of a listener to what is no event of users, such as a name with a mistake in it. */
export function warnOfStranger(users: IConstruct, type: string): void {
  if (Token.isUnresolved(type) || type in EVENTS) return;
  Annotations.of(users).addWarningV2(
    NEVER_RAISED,
    `eventPattern.detailType: got ${JSON.stringify(type)}, expected some of ${Object.keys(EVENTS).join(', ')}, as the ` +
      'API raises no other; correct it, or take the listener away',
  );
}

const NEVER_RAISED = 'cdk-users-api:eventNeverRaised';

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
    if (each instanceof UsersFunction) each.followSettings();
  }
  schemas?.add(featuresWith(settings));
}

function warnOfSilence(users: IConstruct, type: string, onlyWith: Feature): void {
  const { by } = FEATURES[onlyWith];
  Annotations.of(users).addWarningV2(
    NEVER_RAISED,
    `${type}: got a listener, expected the API to raise it, which it does only with ` +
      `${by.replaceAll('`', '')}; use that, or take the listener away`,
  );
}
