import { Stack } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EVENT_SOURCE } from '../../contract/event.ts';
import { EVENTS } from '../../contract/index.ts';
import { Found, UsersApiError } from '../errors';
import { checkKnownList } from '../settings/lists';

const DEFAULT_PREFIX = 'subscription-';

/** As `SubscriptionOptions` has it. */
interface Subscription {
  readonly events: readonly string[];
  readonly ruleNamePrefix?: string;
}

export function checkSubscription({ events, ruleNamePrefix }: Subscription): void {
  const known = Object.keys(EVENTS);
  checkKnownList('events', events, `some of ${known.join(', ')}`);
  const stranger = events.find((event) => !known.includes(event));
  if (events.length === 0 || stranger !== undefined) {
    throw new UsersApiError('events', {
      got: stranger ?? new Found('an empty list'),
      expected: `some of ${known.join(', ')}`,
      fix: 'name the events that the grantee may listen to',
    });
  }
  // Without a prefix the grantee could add a target of its own to a rule with reset tokens.
  if (ruleNamePrefix !== undefined && !/^[\w.-]{1,40}$/.test(ruleNamePrefix)) {
    throw new UsersApiError('ruleNamePrefix', {
      got: ruleNamePrefix,
      expected: '1 to 40 letters, digits, "-", "_" and "."',
      fix: 'choose one that no other rule on the bus begins with, such as "billing-"',
    });
  }
}

/**
 * `PutRule` by what the rule's pattern names; everything else by the rule's name, as those calls have
 * no such condition.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
 */
export function subscriptionStatements(
  eventBus: IEventBus,
  { events, ruleNamePrefix = DEFAULT_PREFIX }: Subscription,
): PolicyStatement[] {
  const rules = Stack.of(eventBus).formatArn({
    service: 'events',
    resource: 'rule',
    resourceName: `${eventBus.eventBusName}/${ruleNamePrefix}*`,
  });
  return [
    new PolicyStatement({
      actions: ['events:PutRule'],
      resources: [rules],
      conditions: {
        'ForAllValues:StringEquals': {
          'events:source': [EVENT_SOURCE],
          'events:detail-type': events,
        },
        // A pattern that names none of either would match all events.
        Null: { 'events:source': 'false', 'events:detail-type': 'false' },
      },
    }),
    new PolicyStatement({
      actions: [
        'DeleteRule',
        'DescribeRule',
        'ListTargetsByRule',
        'PutTargets',
        'RemoveTargets',
      ].map((call) => `events:${call}`),
      resources: [rules],
    }),
  ];
}
