import { CfnResource, Reference, Resource, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { type CfnEventBus, CfnRule, type IEventBus } from 'aws-cdk-lib/aws-events';
import { propertiesOf } from '../gateway/given-api';
import { isOf } from '../is-of';

const isRule = isOf(CfnRule);

/** A rule as the template has it. */
export interface RuleOnBus {
  readonly path: string;
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly hasTarget: boolean;
}

/**
 * The rules of the app that are on a bus, or may be. A bus that was imported may have rules elsewhere, so of that
 * they aren't known.
 */
export function rulesOn(bus: IEventBus): readonly RuleOnBus[] | undefined {
  if (!Resource.isOwnedResource(bus)) return undefined;
  return bus.node.root.node
    .findAll()
    .filter(isRule)
    .filter((rule) => mayBeOn(rule, bus))
    .map((rule) => {
      const { EventPattern, Targets } = propertiesOf(rule);
      return {
        path: rule.node.path.replace(/\/Resource$/, ''),
        pattern: Object(EventPattern),
        hasTarget: Array.isArray(Targets) ? Targets.length > 0 : Targets !== undefined,
      };
    });
}

/** Whether a rule is on the bus, or on one that synth knows too little of to say that it isn't. */
function mayBeOn({ eventBusName: name }: CfnRule, bus: IEventBus): boolean {
  if (name === undefined) return false;
  const own = bus.node.defaultChild as CfnEventBus;
  if (!Token.isUnresolved(name)) {
    const ours: unknown = Stack.of(own).resolve(own.name);
    // A rule names its bus by name or ARN.
    return typeof ours !== 'string' || name.split('/').at(-1) === ours;
  }
  const [target] = Tokenization.reverseString(name)
    .tokens.filter(Reference.isReference)
    .map((reference) => reference.target);
  return target === undefined || target === own || !CfnResource.isCfnResource(target);
}
