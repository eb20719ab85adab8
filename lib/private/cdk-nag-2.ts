import { Aspects, CfnResource, type IAspect, Stage } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

interface Acknowledgement {
  /** A rule, or one of its findings in brackets, as cdk-nag 3 names them. */
  readonly id: string;
  readonly reason: string;
}

/** How cdk-nag 2 has an acknowledgement in the metadata of a resource. */
interface Suppression extends Acknowledgement {
  readonly applies_to?: readonly string[];
}

const KEY = 'cdk_nag';

/**
 * Writes acknowledgements for cdk-nag 2: into the metadata of the resources, and so into the template, but
 * only those of a pack that checks the resource. Where there is no cdk-nag 2 nothing is written.
 *
 * @see https://github.com/cdklabs/cdk-nag/tree/v2.38.2#suppressing-a-rule
 */
export class SuppressionsForCdkNag2 implements IAspect {
  private readonly of: IConstruct;
  private readonly rules: readonly Acknowledgement[];

  /**
   * @param of the construct whose own resource the rules are about. Constructs in it have theirs, but for the
   * policy of a role: said at all resources, the reasons would double a template that can have 1 MB.
   */
  constructor(of: IConstruct, rules: readonly Acknowledgement[]) {
    this.of = of;
    this.rules = rules;
  }

  public visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node) || ownerOf(node) !== this.of) return;
    const packs = packsThatCheck(node);
    const rules = this.rules.filter(({ id }) => packs.some((pack) => id.startsWith(`${pack}-`)));
    if (rules.length === 0) return;
    const before = node.getMetadata(KEY);
    node.addMetadata(KEY, {
      ...before,
      rules_to_suppress: [...(before?.rules_to_suppress ?? []), ...rules.map(suppression)],
    });
  }
}

/** The construct that a resource is of; of a policy the role. */
function ownerOf(resource: CfnResource): IConstruct | undefined {
  const { scope } = resource.node;
  const isPolicy = resource.cfnResourceType === CfnPolicy.CFN_RESOURCE_TYPE_NAME;
  return isPolicy ? scope?.node.scope : scope;
}

/** `Rule[finding]` as cdk-nag 2 has it, with the finding apart. */
function suppression({ id, reason }: Acknowledgement): Suppression {
  const [, rule, finding] = id.match(/^([^[]+)\[(.+)\]$/s) ?? [];
  if (rule === undefined || finding === undefined) return { id, reason };
  return { id: rule, reason, applies_to: [finding] };
}

/**
 * Names of the packs of cdk-nag 2 on a construct and what it is in, up to its stage: CDK gives the aspects
 * of an app to none of its stages. A pack of version 3 is no aspect.
 */
function packsThatCheck(construct: IConstruct): string[] {
  const { scopes } = construct.node;
  return scopes
    .slice(scopes.findLastIndex((scope) => Stage.isStage(scope)))
    .flatMap((scope) => Aspects.of(scope).all)
    .map((aspect): unknown => Reflect.get(aspect, 'readPackName'))
    .filter((name) => typeof name === 'string');
}
