import { AspectPriority, Aspects, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { SuppressionsForCdkNag2 } from './cdk-nag-2';

/**
 * Tells cdk-nag why these rules don't hold for a construct, each with its reason. What version 3 reads is
 * metadata of the construct: the template stays as it is, and users need no cdk-nag. What version 2 reads
 * is in the template, so it is written only where that version checks.
 *
 * @see https://github.com/cdklabs/cdk-nag#acknowledging-a-rule
 */
export function acknowledge(
  construct: IConstruct,
  reasons: Readonly<Record<string, string>>,
): void {
  const rules = Object.entries(reasons).map(([id, reason]) => ({ id, reason }));
  Validations.of(construct).acknowledge(...rules);
  // Before the packs, which are aspects themselves.
  const priority = AspectPriority.MUTATING;
  Aspects.of(construct).add(new SuppressionsForCdkNag2(construct, rules), { priority });
}

/** Whether a rule is acknowledged for a construct, or for one that it is in. */
export function isAcknowledged(construct: IConstruct, rule: string): boolean {
  return construct.node.scopes
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.keys(data))
    .some((id) => id === rule || id.endsWith(`::${rule}`));
}

/**
 * The id of the finding that a role may do something on `arn`, which has a wildcard. The logical
 * ids in it are those of now: cdk-nag has another name for a table of another stack, which that
 * stack exports, so there the finding is left to the user.
 */
export function wildcardFinding(scope: IConstruct, arn: string): string {
  return `AwsSolutions-IAM5[Resource::${flat(Stack.of(scope).resolve(arn))}]`;
}

/** A resolved ARN as one line, in cdk-nag's way: `<LogicalId.Arn>` for what CloudFormation knows. */
export function flat(arn: unknown): string {
  if (typeof arn === 'string') return arn;
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join, ...other } = Object(arn);
  if (ref !== undefined) return `<${ref}>`;
  if (attribute !== undefined) return `<${attribute.join('.')}>`;
  if (join !== undefined) return join[1].map(flat).join(join[0]);
  return 'Fn::ImportValue' in other ? flat(other['Fn::ImportValue']) : JSON.stringify(arn);
}
