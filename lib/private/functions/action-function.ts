import { Duration } from 'aws-cdk-lib';
import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Action } from '../../contract/action.ts';
import { acknowledge } from '../acknowledge';
import { usersLogGroup } from '../storage/log-group';
import { codeOf } from './code';
import { type Context, featuresWith } from './context';
import {
  isMadeBeside,
  keyAccess,
  logStatement,
  replacementStatement,
  rowsWith,
  secretStatement,
  tableStatements,
} from './policies';
import { provisionsOf } from './provisions';

export interface ActionFunctionProps extends Context {
  readonly action: Action;
  /** Of several functions of one action. Default: one of its own. */
  readonly logGroup?: LogGroup;
}

/**
 * The policy inside a role. Releases before 0.2.0 had a resource beside the role with the role's path as
 * its name; CloudFormation deletes that by its name after it has put this one into the role.
 */
const POLICY_NAME = 'Calls';

/**
 * One action's Lambda function, with its own role, and its own log group unless it is given one. The role has no
 * managed policy: what the function may do is in its row of the table of actions.
 */
export class ActionFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly role: Role;
  /** Inside the role; undefined where the policy is a resource beside it. */
  private readonly policy: PolicyDocument | undefined;

  constructor(scope: Construct, id: string, props: ActionFunctionProps) {
    super(scope, id);
    const { action, settings, resources } = props;
    const { environment, files, secrets, written, statements } = provisionsOf(this, action, props);
    const features = featuresWith(settings, props);
    const keys = keyAccess(rowsWith(features, action.table), resources.table, { secrets, written });
    const logGroup = props.logGroup ?? usersLogGroup(this, 'Logs', settings);
    // The policy of a key can name the role, and what the key encrypts, which the role's policy names,
    // names the key: inside the role it would close the circle.
    this.policy = keys.some(({ key }) => isMadeBeside(key, this))
      ? undefined
      : new PolicyDocument();
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      ...(this.policy && { inlinePolicies: { [POLICY_NAME]: this.policy } }),
    });
    this.allow(
      logStatement(logGroup),
      ...tableStatements(action.table, resources.table, features, props.client?.name),
      ...secrets.map(secretStatement),
      ...written.map(replacementStatement),
      ...keys.map(({ statement }) => statement),
      ...statements,
    );
    acknowledge(this.role, {
      'NIST.800.53.R5-IAMNoInlinePolicy':
        "The policy is this one role's: it names the calls of one action. IAM's user guide has " +
        'inline policies for what must not be attached to anything else by mistake.',
    });

    this.lambda = new LambdaFunction(this, 'Function', {
      description: describe(props),
      code: codeOf(action, files),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // Lambda gives one full vCPU at 1,769 MB; a hash at less takes longer and costs the same.
      memorySize: action.hashes ? 1769 : 512,
      timeout: Duration.seconds(
        action.route === undefined && action.caller !== 'operator' ? 60 : 10,
      ),
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      // CloudWatch's metrics have durations and errors, for less than three lines a request cost.
      systemLogLevelV2: SystemLogLevel.WARN,
      environment,
    });
    acknowledge(this.lambda, DONE_WITHOUT);
  }

  /** Adds to what the function may do. */
  protected allow(...statements: PolicyStatement[]): void {
    for (const statement of statements) {
      if (this.policy === undefined) this.role.addToPolicy(statement);
      else this.policy.addStatements(statement);
    }
  }
}

/** Lambda takes 256 characters: names of backends that don't fit are counted. */
function describe({ action, backends, client }: ActionFunctionProps): string {
  if (client !== undefined) return `${action.summary} Client: ${client.name}.`;
  if (backends === undefined) return action.summary;
  const names = backends.map(({ name }) => name);
  const described = names.map((_, index) => {
    const shown = names.slice(0, names.length - index).join(', ');
    return `${action.summary} Backend: ${shown}${index === 0 ? '' : ` and ${index} more`}.`;
  });
  return described.find(({ length }) => length <= 256) ?? action.summary;
}

const NO_DEAD_LETTERS =
  'It is called synchronously: by API Gateway, by an operator, by Secrets Manager, which begins a ' +
  'failed rotation again, or by an event source mapping with a failure destination of its own. A ' +
  'dead-letter queue only takes asynchronous calls.';

/** What cdk-nag asks of every function and these do without. */
const DONE_WITHOUT = {
  'Serverless-LambdaDLQ': NO_DEAD_LETTERS,
  'NIST.800.53.R5-LambdaDLQ': NO_DEAD_LETTERS,
  'Serverless-LambdaTracing':
    "X-Ray's permissions are on every resource or none, and the role stays without them. A request " +
    "is followed by its id, which is in the answer, in the access log and in the function's log.",
  'NIST.800.53.R5-LambdaConcurrency':
    "A reservation takes from all other functions of the account. The API's throttle bounds the " +
    'functions behind it, and the number of shards, one batch each at a time, the relay.',
  'NIST.800.53.R5-LambdaInsideVPC':
    'It calls AWS services over TLS, each call signed and allowed by its role, the functions of an ' +
    'OAuth client its provider too, and nothing else; nothing can connect to it. A VPC would add ' +
    'endpoints to pay for and nothing to protect.',
};
