import { Connections, type ISecurityGroup, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { FunctionOptions, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { UsersFunctionOptions } from '../../users-function-options';
import { Found, UsersApiError } from '../errors';

type NetworkOptions = Pick<
  FunctionOptions,
  'vpc' | 'vpcSubnets' | 'securityGroups' | 'allowPublicSubnet' | 'ipv6AllowedForDualStack'
> & { readonly allowAllOutbound?: boolean | undefined };

/**
 * Where a function runs. The CDK would make a security group for each; those in the VPC of all share one, except
 * functions that may reach more or less by an option of their own.
 *
 * @param shared `functionOptions`
 */
export function networkOf(
  scope: Construct,
  options: UsersFunctionOptions,
  shared: UsersFunctionOptions,
): NetworkOptions {
  const { vpc, vpcSubnets, securityGroups, allowAllOutbound, ...flags } = options;
  if (vpc === undefined) return {};
  const own = { vpc, vpcSubnets, allowPublicSubnet: flags.allowPublicSubnet };
  const common = { ...own, ipv6AllowedForDualStack: flags.ipv6AllowedForDualStack };
  if (securityGroups !== undefined) return { ...common, securityGroups };
  if (vpc !== shared.vpc || reachesAll(options) !== reachesAll(shared))
    return { ...common, allowAllOutbound };
  const known = scope.node.tryFindChild(SECURITY_GROUP) as SecurityGroup | undefined;
  const made =
    known ??
    new SecurityGroup(scope, SECURITY_GROUP, {
      vpc,
      description: 'The functions of a users API.',
      allowAllOutbound,
    });
  return { ...common, securityGroups: [made] };
}

function reachesAll({ allowAllOutbound = true }: UsersFunctionOptions): boolean {
  return allowAllOutbound;
}

const SECURITY_GROUP = 'SecurityGroup';

const NETWORKS = new WeakMap<Construct, Network>();

/** Connections of all functions of one construct that are in a VPC, of those that are made later as well. */
export class Network {
  static of(scope: Construct): Network {
    const network = NETWORKS.get(scope) ?? new Network();
    NETWORKS.set(scope, network);
    return network;
  }

  private readonly all = new Connections();
  private readonly known = new Set<ISecurityGroup>();

  /** In a VPC by its options or by a property injector. */
  add(made: LambdaFunction): void {
    if (!made.isBoundToVpc) return;
    for (const group of made.connections.securityGroups) {
      if (this.known.has(group)) continue;
      this.known.add(group);
      this.all.addSecurityGroup(group);
    }
  }

  /** @throws without a function in a VPC */
  get connections(): Connections {
    if (this.known.size > 0) return this.all;
    throw new UsersApiError('functionOptions.vpc', {
      got: new Found('none'),
      expected: 'one, as only functions in a VPC have security groups',
      fix: 'give functionOptions: { vpc }',
    });
  }
}
