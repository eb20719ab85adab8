import path from 'node:path';
import type { SynthesizedStack } from '../cloudformation/assembly.ts';
import type { StackScope } from '../cloudformation/stack-scope.ts';
import { isObject, type JsonObject, resourcesOf } from '../cloudformation/template.ts';
import type { Credentials } from '../environment.ts';
import { LocalError } from '../errors.ts';
import { codeDirectory } from './code.ts';

/** A function as its resource in the template configures it. */
export interface FunctionDefinition {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** Names of its aliases and versions, each of which is the code of now. */
  readonly qualifiers: readonly string[];
  /** The folder that holds its code. */
  readonly directory: string;
  readonly handler: string;
  /** Every variable it sees, those of Lambda itself included. */
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeout: number;
  /** Megabytes. */
  readonly memory: number;
}

/** Where the SDK inside the functions finds the services. */
export interface ServiceEndpoints {
  readonly dynamodb: string;
  readonly eventbridge: string;
  readonly s3: string;
  readonly secretsmanager: string;
  readonly sesv2: string;
}

/** What this machine gives to functions, whatever the template says of them. */
export interface FunctionSurroundings {
  readonly endpoints: ServiceEndpoints;
  /** By a function's logical id. */
  readonly credentialsOf: (logicalId: string) => Credentials;
  /** In place of the template's values, where it has these variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** Folder for code that the template holds itself. */
  readonly inlineCode: string;
}

/**
 * The Node.js functions of a stack; those in other languages, which CDK adds for its own custom
 * resources, are left out.
 */
export function readFunctions(
  stack: SynthesizedStack,
  scope: StackScope,
  { endpoints, credentialsOf, variables, inlineCode }: FunctionSurroundings,
): FunctionDefinition[] {
  const qualified = resourcesOf(
    stack.template,
    'AWS::Lambda::Alias',
    'AWS::Lambda::Version',
  ).flatMap(({ logicalId }) => scope.qualifier(logicalId) ?? []);
  return resourcesOf(stack.template, 'AWS::Lambda::Function')
    .filter(({ properties }) => String(properties.Runtime).startsWith('nodejs'))
    .map(({ logicalId, properties: unresolved }) => {
      const properties = scope.properties(unresolved);
      const name = String(scope.ref(logicalId));
      const { Handler: handler, MemorySize: memory = 128, Timeout: seconds = 3 } = properties;
      if (typeof handler !== 'string' || !/^[^.].*\.[^.]+$/.test(handler)) {
        throw new LocalError('INVALID_TEMPLATE', `function ${logicalId} has no handler`);
      }
      const directory = codeDirectory(
        stack,
        logicalId,
        properties.Code,
        path.join(inlineCode, name),
      );
      const { accessKeyId, secretAccessKey } = credentialsOf(logicalId);
      const arn = scope.attribute(logicalId, 'Arn');
      return {
        logicalId,
        name,
        arn,
        qualifiers: qualified.filter(({ of }) => of === arn).map(({ name }) => name),
        directory,
        handler,
        timeout: Number(seconds) * 1000,
        memory: Number(memory),
        environment: {
          ...lambdaVariables(name, properties, stack.environment.region),
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretAccessKey,
          AWS_SESSION_TOKEN: 'local',
          AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
          AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.eventbridge,
          AWS_ENDPOINT_URL_S3: endpoints.s3,
          AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secretsmanager,
          AWS_ENDPOINT_URL_SESV2: endpoints.sesv2,
          LAMBDA_TASK_ROOT: directory,
          ...ownVariables(properties.Environment, variables),
        },
      };
    });
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
function lambdaVariables(
  name: string,
  { Handler, LoggingConfig, MemorySize = 128, Runtime }: JsonObject,
  region: string,
): Record<string, string> {
  return {
    _HANDLER: String(Handler),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${Runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    ...logVariables(LoggingConfig),
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    LANG: 'en_US.UTF-8',
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
    TZ: ':UTC',
    // As in Lambda, there is no developer's AWS configuration and no instance metadata.
    AWS_CONFIG_FILE: NO_FILE,
    AWS_SHARED_CREDENTIALS_FILE: NO_FILE,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html */
function logVariables(loggingConfig: unknown): Record<string, string> {
  const { LogFormat = 'Text', ApplicationLogLevel = 'INFO' } = Object(loggingConfig);
  return {
    AWS_LAMBDA_LOG_FORMAT: String(LogFormat),
    ...(LogFormat === 'JSON' && { AWS_LAMBDA_LOG_LEVEL: String(ApplicationLogLevel) }),
  };
}

const NO_FILE = path.join(import.meta.dirname, 'no-such-file');

function ownVariables(
  environment: unknown,
  replaced: FunctionSurroundings['variables'],
): Record<string, string> {
  const variables = isObject(environment) ? environment.Variables : undefined;
  return isObject(variables)
    ? Object.fromEntries(
        Object.entries(variables).map(([key, value]) => [key, replaced[key] ?? String(value)]),
      )
    : {};
}
