import type { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  ApplicationLogLevel,
  Architecture,
  type CfnFunction,
  type IFunction,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Action } from '../../contract/action.ts';
import type { UsersFunctionOptions } from '../../users-function-options';
import { acknowledge } from '../acknowledge';
import { optionsOf } from '../settings/function-options';
import { usersLogGroup } from '../storage/log-group';
import { Access } from './access';
import { BOUNDS, NO_DEAD_LETTERS } from './caller-reasons';
import { constructId } from './construct-id';
import type { Context, Member } from './context';
import { Network, networkOf } from './network';
import { checkNames, named } from './overrides';
import { type Provisions, plainVariables } from './provisions';
import { roomOf } from './room';
import { timeoutOf, warnOfTimeout } from './timeouts';

export interface UsersFunctionProps extends Pick<Context, 'settings' | 'resources'> {
  readonly name: string;
  /** Of several functions of one action. Default: one of its own. */
  readonly logGroup?: (() => ILogGroup) | undefined;
  /** What it serves. */
  readonly members: readonly [Member, ...Member[]];
  readonly description: string;
  readonly handler: string;
  readonly provisions: Provisions;
}

/**
 * A Lambda function that serves one action or several, with its own role, and its own log group unless it is given one. The role has
 * no managed policy: what the function may do is in the rows of its actions.
 */
export class UsersFunction extends LambdaFunction {
  /** The role, as this construct made it. */
  readonly executionRole: Role;
  /** What others call: the alias with what is kept ready, or the function itself. */
  readonly entry: IFunction;
  private readonly access: Access;
  private readonly made: UsersFunctionProps;

  constructor(scope: Construct, props: UsersFunctionProps) {
    const { members, name, settings, provisions } = props;
    const [{ action }] = members;
    const hashes = members.some((each) => each.action.hashes);
    const id = constructId(name);
    const options = optionsOf(settings, name);
    checkNames(settings, name);
    warnOfTimeout(scope, settings, { name, action });
    const room = roomOf(scope, id);
    const logGroup =
      options.logGroup ?? props.logGroup?.() ?? usersLogGroup(room, 'Logs', settings);
    const access = new Access(room, props, provisions, logGroup);
    super(scope, id, {
      functionName: named(options.functionNamePrefix, name),
      description: props.description,
      code: props.resources.code.for(action, provisions),
      handler: props.handler,
      runtime: Runtime.NODEJS_24_X,
      architecture: options.architecture ?? Architecture.ARM_64,
      // Lambda gives one full vCPU at 1,769 MB; a hash at less takes longer and costs the same.
      memorySize: options.memorySize ?? (hashes ? 1769 : 512),
      timeout: options.timeout ?? timeoutOf(action),
      role: access.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: options.applicationLogLevel ?? ApplicationLogLevel.INFO,
      // CloudWatch's metrics have durations and errors, for less than three lines a request cost.
      systemLogLevelV2: options.systemLogLevel ?? SystemLogLevel.WARN,
      environment: { ...options.environment, ...provisions.environment },
      environmentEncryption: settings.encryptionKey,
      layers: options.layers,
      insightsVersion: options.insightsVersion,
      reservedConcurrentExecutions: options.reservedConcurrentExecutions,
      ...networkOf(scope, options, settings.functionOptions),
    });
    access.isOf(this);
    Network.of(scope).add(this);
    this.executionRole = access.role;
    this.access = access;
    this.made = props;
    acknowledge(this, doneWithout(this, action, options));
    if (options.insightsVersion !== undefined) acknowledge(this.executionRole, INSIGHTS);
    this.trace(options.tracing);
    const ready = provisionedFor(props);
    this.entry = ready === undefined ? this : liveAlias(this, ready);
  }

  /** The CDK would put X-Ray's calls into a policy beside the role, a resource for each function. */
  private trace(tracing: Tracing | undefined): void {
    if (tracing === undefined || tracing === Tracing.DISABLED) return;
    (this.node.defaultChild as CfnFunction).tracingConfig = { mode: tracing };
    this.access.allowTracing();
  }

  /** Takes over what was switched on in the settings after it was made: variables, and calls on the table. */
  followSettings(): void {
    for (const { action } of this.made.members) {
      for (const [variable, value] of plainVariables(this, action, this.made.settings)) {
        this.addEnvironment(variable, value);
      }
    }
    this.access.followSettings();
  }

  /** Adds to what the function may do. */
  protected allow(...statements: PolicyStatement[]): void {
    this.access.allow(...statements);
  }
}

/** Of what is set for all functions only those that requests wait for have something kept ready. */
function provisionedFor({ members, name, settings }: UsersFunctionProps): number | undefined {
  const [{ action }] = members;
  const isWaitedFor = action.route !== undefined || action.caller === 'gateway';
  const own = settings.functionOverrides[name]?.provisionedConcurrentExecutions;
  return (
    own ?? (isWaitedFor ? optionsOf(settings, name).provisionedConcurrentExecutions : undefined)
  );
}

/** An alias of the version of now, which callers call, so that what is kept ready answers them. */
function liveAlias(made: UsersFunction, provisionedConcurrentExecutions: number): Alias {
  const { currentVersion: version } = made;
  return new Alias(made, 'Live', { aliasName: 'live', version, provisionedConcurrentExecutions });
}

const INSIGHTS = {
  'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/CloudWatchLambdaInsightsExecutionRolePolicy]':
    "It is what AWS's extension for Lambda Insights needs, as AWS keeps it.",
};

/** What cdk-nag asks of every function and these do without, where nothing else is set. */
function doneWithout(
  made: LambdaFunction,
  action: Action,
  options: UsersFunctionOptions,
): Record<string, string> {
  const isTraced = options.tracing === Tracing.ACTIVE;
  return {
    'Serverless-LambdaDLQ': NO_DEAD_LETTERS[action.caller],
    'NIST.800.53.R5-LambdaDLQ': NO_DEAD_LETTERS[action.caller],
    ...(!isTraced && {
      'Serverless-LambdaTracing':
        "X-Ray's permissions are on every resource or none, and the role stays without them. A request " +
        "is followed by its id, which is in the answer, in the access log and in the function's log.",
    }),
    ...(options.reservedConcurrentExecutions === undefined && {
      'NIST.800.53.R5-LambdaConcurrency': `A reservation takes from all other functions of the account. ${BOUNDS[action.caller]}`,
    }),
    ...(!made.isBoundToVpc && {
      'NIST.800.53.R5-LambdaInsideVPC':
        'It calls AWS services over TLS, each call signed and allowed by its role, the functions of an ' +
        'OAuth client its provider too, and nothing else; nothing can connect to it. A VPC would add ' +
        'endpoints to pay for and nothing to protect.',
    }),
  };
}
