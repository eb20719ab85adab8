import { Stack, Token } from 'aws-cdk-lib';
import type { IEventBus, OnEventOptions } from 'aws-cdk-lib/aws-events';
import type { IConstruct } from 'constructs';
import { EVENT_SOURCE } from '../../contract/event.ts';
import type { EventType } from '../../contract/index.ts';
import { Found, UsersApiError } from '../errors';
import { given } from '../given';

/** The pattern of a rule for events of users; `type` is the one event that a method of its own is for. */
export function patternOf({ eventPattern = {} }: OnEventOptions, type?: EventType) {
  const { source, detailType, ...others } = eventPattern;
  checkSame('source', source, EVENT_SOURCE);
  if (type !== undefined) checkSame('detailType', detailType, type);
  const types = type === undefined ? detailType : [type];
  return { ...given({ ...others, detailType: types }), source: [EVENT_SOURCE] };
}

/** Refuses what the pattern of the rule would silently replace. */
function checkSame(field: string, values: readonly string[] | undefined, own: string): void {
  if (values === undefined || (values.length === 1 && values[0] === own)) return;
  throw new UsersApiError(`eventPattern.${field}`, {
    got: new Found(JSON.stringify(values)),
    expected: `${JSON.stringify([own])}, as the rule matches no other`,
    fix:
      field === 'source'
        ? 'leave it out, or make a rule of another source with new events.Rule(...)'
        : 'leave it out, or name several events in the eventPattern of onEvent',
  });
}

/**
 * Refuses a rule in another account or Region than its bus: a rule names its bus, and so would be on whatever
 * bus has that name where the rule is.
 */
export function checkRulePlace(bus: IEventBus, scope: IConstruct): void {
  const stack = Stack.of(scope);
  for (const [part, name] of [
    ['region', 'Region'],
    ['account', 'account'],
  ] as const) {
    const [there, here] = [bus.env[part], stack[part]];
    if (Token.isUnresolved(there) || Token.isUnresolved(here) || there === here) continue;
    throw new UsersApiError('eventBus', {
      got: new Found(`one of the ${name} ${there}`),
      expected: `one of ${here}, where the rules of ${stack.node.path} are`,
      fix:
        `forward the events from ${there} to a bus in ${here}, with ` +
        "users.onEvent('Forward', { target: new targets.EventBus(bus) }) where the users API is, " +
        'and give that bus to the import here: docs/cross-account.md',
    });
  }
}
