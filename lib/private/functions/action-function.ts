import { Duration } from 'aws-cdk-lib';
import type { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Action } from '../../contract/action.ts';
import { acknowledge } from '../acknowledge';
import { usersLogGroup } from '../storage/log-group';
import { Access } from './access';
import { codeOf } from './code';
import type { Context } from './context';
import { provisionsOf } from './provisions';
import { roomOf } from './room';

export interface ActionFunctionProps extends Context {
  readonly action: Action;
  /** Of several functions of one action. Default: one of its own. */
  readonly logGroup?: LogGroup;
}

/**
 * One action's Lambda function, with its own role, and its own log group unless it is given one. The role has no
 * managed policy: what the function may do is in its row of the table of actions.
 */
export class ActionFunction extends LambdaFunction {
  /** The role, as this construct made it. */
  readonly executionRole: Role;
  private readonly access: Access;

  constructor(scope: Construct, id: string, props: ActionFunctionProps) {
    const { action, settings } = props;
    const room = roomOf(scope, id);
    const logGroup = props.logGroup ?? usersLogGroup(room, 'Logs', settings);
    const provisions = provisionsOf(scope, action, props);
    const access = new Access(room, props, provisions, logGroup);
    super(scope, id, {
      description: describe(props),
      code: codeOf(action, provisions.files),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // Lambda gives one full vCPU at 1,769 MB; a hash at less takes longer and costs the same.
      memorySize: action.hashes ? 1769 : 512,
      timeout: Duration.seconds(
        action.route === undefined && action.caller !== 'operator' ? 60 : 10,
      ),
      role: access.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      // CloudWatch's metrics have durations and errors, for less than three lines a request cost.
      systemLogLevelV2: SystemLogLevel.WARN,
      environment: provisions.environment,
      environmentEncryption: settings.encryptionKey,
    });
    this.executionRole = access.role;
    this.access = access;
    acknowledge(this, DONE_WITHOUT);
  }

  /** Adds to what the function may do. */
  protected allow(...statements: PolicyStatement[]): void {
    this.access.allow(...statements);
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
