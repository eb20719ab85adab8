import {
  DeleteRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  PutRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { eventually } from 'cdk-users-api-local/test/eventually';
import type { Context } from '../check.ts';
import { enforced, type Finding, type Findings, pass } from '../finding.ts';
import { assumed, isDenied } from './assumed.ts';

const SOURCE = 'users-api';
const PREFIX = 'subscription-';

/** What a grantee of `grants.subscribe` for `after-register` may listen to. */
export async function checkSubscription({ place, stacks, isAws }: Context): Promise<Findings> {
  const EventBusName = await stacks.main.output('EventBusName');
  const config = await assumed(place.clientConfig, await stacks.main.output('SubscriberRole'));
  const grantee = new EventBridgeClient(config);
  const outcome = async (name: string, pattern: object): Promise<string> => {
    const rule = { EventBusName, Name: `${PREFIX}${name}`, EventPattern: JSON.stringify(pattern) };
    try {
      await grantee.send(new PutRuleCommand(rule));
      return 'made';
    } catch (error) {
      if (isDenied(error)) return 'refused';
      throw error;
    }
  };
  const types = (...detail: readonly unknown[]) => ({ source: [SOURCE], 'detail-type': detail });
  try {
    const own = await madeAtLast(() => outcome('own', types('after-register')), isAws);
    if (own !== 'made') {
      // Where nothing is allowed, what is refused says nothing.
      const seen = `${own}, and so is everything`;
      return {
        'rule-of-own-events': enforced(isAws, false, seen),
        'rule-of-other-events-refused': enforced(isAws, false, seen),
        'mixed-pattern-refused': enforced(isAws, false, seen),
      };
    }
    const others = {
      another: await outcome('another', types('after-forgot-password')),
      both: await outcome('both', types('after-register', 'after-forgot-password')),
      all: await outcome('all', { source: [SOURCE] }),
    };
    const mixed = await outcome('mixed', types('after-register', { prefix: 'after-forgot' }));
    const refused = (seen: Record<string, string>): Finding =>
      enforced(
        isAws,
        Object.values(seen).every((each) => each === 'refused'),
        JSON.stringify(seen),
      );
    return {
      'rule-of-own-events': pass(own),
      'rule-of-other-events-refused': refused(others),
      'mixed-pattern-refused': refused({ mixed }),
    };
  } finally {
    await removeRules(new EventBridgeClient(place.clientConfig), EventBusName);
  }
}

/** The rights of a new role take a while to be in force in AWS. */
async function madeAtLast(put: () => Promise<string>, isAws: boolean): Promise<string> {
  if (!isAws) return put();
  const made = async () => ((await put()) === 'made' ? 'made' : undefined);
  return eventually(made, 'a rule for the granted event', 60_000).catch(() => 'refused');
}

/** A bus with rules can't be deleted. */
async function removeRules(client: EventBridgeClient, EventBusName: string): Promise<void> {
  const { Rules = [] } = await client.send(
    new ListRulesCommand({ EventBusName, NamePrefix: PREFIX }),
  );
  for (const { Name } of Rules) await client.send(new DeleteRuleCommand({ EventBusName, Name }));
}
