import type { Duration } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type {
  ApplicationLogLevel,
  Architecture,
  ILayerVersion,
  LambdaInsightsVersion,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';

/**
 * What can be set of the Lambda functions, in the words of `lambda.FunctionOptions`: of all of them in
 * `functionOptions`, of one in `functionOverrides`. An option that is left out there is as in `functionOptions`, and
 * `environment` has the variables of both. `docs/functions.md` has the details.
 */
export interface UsersFunctionOptions {
  /**
   * The VPC to run in. From there the functions have to reach DynamoDB, Secrets Manager and EventBridge, those of OAuth
   * clients their providers, and those that set a password the service of `breachedPasswords`: by a NAT gateway or by VPC
   * endpoints. The roles get the rights on network interfaces that Lambda needs.
   *
   * @default - none
   */
  readonly vpc?: IVpc;

  /**
   * The subnets of the VPC.
   *
   * @default - its private subnets
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * The security groups of the functions; also the one of `users.connections`.
   *
   * @default - one for all functions in the VPC of `functionOptions`, and one for a function in another VPC
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * Whether the security group that is made lets all traffic out. Without it, allow what the functions need in
   * `users.connections`.
   *
   * @default true
   */
  readonly allowAllOutbound?: boolean;

  /**
   * Whether public subnets are meant. Functions have no public address there, and so reach nothing without VPC
   * endpoints.
   *
   * @default false
   */
  readonly allowPublicSubnet?: boolean;

  /**
   * Whether the functions also speak IPv6 in subnets that have both.
   *
   * @default false
   */
  readonly ipv6AllowedForDualStack?: boolean;

  /**
   * The instruction set: `Architecture.ARM_64` or `Architecture.X86_64`.
   *
   * @default Architecture.ARM_64
   */
  readonly architecture?: Architecture;

  /**
   * Memory in MiB, from 128 to 10,240. Functions have a vCPU in proportion to it: with less than 1,769 a function
   * that hashes passwords takes longer and costs the same.
   *
   * @default - 1769 for functions that hash passwords, 512 for all others
   */
  readonly memorySize?: number;

  /**
   * How long a call may take, at most 15 minutes. API Gateway waits for a route for 30 seconds at most, and for an
   * authorizer for 10.
   *
   * @default - 10 seconds for functions behind routes, authorizers, and those that operators call, 60 for all others
   */
  readonly timeout?: Duration;

  /**
   * Layers, such as one with an extension for telemetry.
   *
   * @default - none
   */
  readonly layers?: ILayerVersion[];

  /**
   * Variables beside those of the functions, which can't be replaced: for extensions, hooks and models of your own,
   * or `NODE_OPTIONS`. Those by which other code runs or calls go elsewhere are a warning.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * Whether X-Ray traces the calls; the roles get the rights for that.
   *
   * @default Tracing.DISABLED
   */
  readonly tracing?: Tracing;

  /**
   * The least severe lines of the functions that are logged. Above `INFO` there are no lines about logins, and
   * nothing is counted by `metricLogins` and the like.
   *
   * @default ApplicationLogLevel.INFO
   */
  readonly applicationLogLevel?: ApplicationLogLevel;

  /**
   * The least severe lines of Lambda itself that are logged. With `INFO` there are three for each call.
   *
   * @default SystemLogLevel.WARN
   */
  readonly systemLogLevel?: SystemLogLevel;

  /**
   * Version of CloudWatch Lambda Insights. The roles get AWS's managed policy for it.
   *
   * @default - without Lambda Insights
   */
  readonly insightsVersion?: LambdaInsightsVersion;

  /**
   * Log group of your own, whose retention, key and class are then yours as well.
   *
   * @default - one for each function; functions of OAuth clients have one for each action
   */
  readonly logGroup?: ILogGroup;

  /**
   * How many calls may run at once. It is taken from what all functions of the account have together, and for the
   * one function, so it seldom belongs in `functionOptions`.
   *
   * @default - as many as the account has left
   */
  readonly reservedConcurrentExecutions?: number;

  /**
   * How many execution environments Lambda keeps ready, so that as many calls at once wait for no start. The
   * function gets the alias `live` of its current version, which API Gateway calls; `relay` is called by its stream.
   * In `functionOptions` it is for the functions that requests wait for, each. It costs by the hour.
   *
   * @default - none, and no alias
   */
  readonly provisionedConcurrentExecutions?: number;

  /**
   * What the names of the functions begin with: `acme-` makes `acme-login-jwt`. In `acme-authorizer_jwt` the
   * underscore stands for the `.` of the authorizer's name. Such a name is taken once in an account and Region, also by
   * a function that CloudFormation is about to replace.
   *
   * @default - names that CloudFormation makes
   */
  readonly functionNamePrefix?: string;

  /**
   * What the names of the roles begin with, followed by the name of the function; in `functionOptions` also of the
   * role by which API Gateway calls them, `<prefix>gateway`. Such a name is taken once in an account, in all Regions
   * together, and the deployment needs `CAPABILITY_NAMED_IAM`.
   *
   * @default - names that CloudFormation makes
   */
  readonly roleNamePrefix?: string;

  /**
   * Permissions boundary of the roles; in `functionOptions` also of the role by which API Gateway calls the
   * functions.
   *
   * @default - none, or the one that `PermissionsBoundary.of` sets
   */
  readonly permissionsBoundary?: IManagedPolicy;
}
