import { Lazy, Stack } from 'aws-cdk-lib';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { AnyPrincipal, Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EVENT_SOURCE } from '../../contract/event.ts';

/** As the bus names the policy, which is its child in the tree of constructs. */
const SID = 'OnlyRelaysPublish';
const CHILD = `cdk-${SID}`;

/** The roles that may publish on a bus that a `UsersApi` made. */
const PUBLISHERS = new WeakMap<IEventBus, Set<IRole>>();

/**
 * Lets only the relay publish as the users API: subscribers trust what an event says, and many
 * principals of an account may put events on any bus. It says so as a denial, since in its own
 * account a principal needs no permission of the bus. AWS services are left out: a replay of an
 * archive brings back events as they were.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
 */
export function onlyPublishes(bus: IEventBus, relay: IRole): void {
  if (!(bus instanceof EventBus)) return;
  const roles = new Set([relay]);
  PUBLISHERS.set(bus, roles);
  const others = Lazy.list({ produce: () => [...roles].map(({ roleArn }) => roleArn) });
  bus.addToResourcePolicy(
    new PolicyStatement({
      sid: SID,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['events:PutEvents'],
      resources: [bus.eventBusArn],
      conditions: {
        'ForAnyValue:StringEquals': { 'events:source': [EVENT_SOURCE] },
        ArnNotEquals: { 'aws:PrincipalArn': others },
        Bool: { 'aws:PrincipalIsAWSService': 'false' },
      },
    }),
  );
}

/**
 * Lets the relay of another `UsersApi` publish there as well. One in another stack can't be named,
 * since each of the two stacks would need the other: the bus is then as open as any other.
 */
export function alsoPublishes(bus: IEventBus, relay: IRole): void {
  const roles = PUBLISHERS.get(bus);
  if (roles === undefined) return;
  if (Stack.of(relay) === Stack.of(bus)) {
    roles.add(relay);
  } else {
    bus.node.tryRemoveChild(CHILD);
    PUBLISHERS.delete(bus);
  }
}
