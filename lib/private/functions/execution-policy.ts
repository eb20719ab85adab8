import type { IResolveContext } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';

/**
 * What Lambda does by the role of a function in a VPC: the calls of `AWSLambdaVPCAccessExecutionRole` on network
 * interfaces, which are on all resources. The key is in requests of the function's own code and of nothing else, so
 * that code may not make these calls.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
const networkStatement = () =>
  new PolicyStatement({
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
    conditions: { Null: { 'lambda:SourceFunctionArn': 'true' } },
  });

/**
 * The policy of a function's role. Whether the function is in a VPC is asked once more when the template is written, as
 * an aspect may have put it there. The CDK gives the rights for that only to roles that it makes itself.
 */
export class ExecutionPolicy extends PolicyDocument {
  private made: LambdaFunction | undefined;
  private readonly onNetwork: () => void;
  private hasNetwork = false;

  /** @param onNetwork called when the rights on network interfaces are added */
  constructor(onNetwork: () => void) {
    super();
    this.onNetwork = onNetwork;
  }

  /** The function whose role this is the policy of, once there is one. */
  isOf(made: LambdaFunction): void {
    this.made = made;
    this.complete();
  }

  override resolve(context: IResolveContext): unknown {
    this.complete();
    return super.resolve(context);
  }

  private complete(): void {
    if (this.hasNetwork || this.made === undefined || !isInVpc(this.made)) return;
    this.hasNetwork = true;
    this.addStatements(networkStatement());
    this.onNetwork();
  }
}

function isInVpc(made: LambdaFunction): boolean {
  const resource = made.node.defaultChild as CfnFunction;
  if (resource.vpcConfig !== undefined) return true;
  // The CDK keeps what `addPropertyOverride` sets from other packages.
  const { rawOverrides } = resource as unknown as {
    rawOverrides?: { Properties?: { VpcConfig?: unknown } };
  };
  return rawOverrides?.Properties?.VpcConfig !== undefined;
}
