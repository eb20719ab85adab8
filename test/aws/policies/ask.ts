import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as streams from '@aws-sdk/client-dynamodb-streams';
import * as events from '@aws-sdk/client-eventbridge';
import * as s3 from '@aws-sdk/client-s3';
import * as secrets from '@aws-sdk/client-secrets-manager';
import type { AwsClientConfig } from '../../deploy/support/place.ts';
import { isDenied } from '../checks/assumed.ts';
import type { Probe } from './probe.ts';

/** What answered a probe: `allowed`, `refused`, or the error that tells neither. */
export type Answer = Probe['wanted'] | { readonly unclear: string };

/** Errors of calls that IAM has allowed, and that then came to nothing, as they were meant to. */
const BEHIND_IAM =
  /^(ConditionalCheckFailed|TransactionCanceled|ResourceExists|ResourceAlreadyExists|ResourceNotFound|InvalidParameter)/;

type Send = (operation: string, input: object) => Promise<unknown>;

/** Asks with the rights of one role. */
export function askerOf(config: AwsClientConfig): (probe: Probe) => Promise<Answer> {
  const forcePathStyle = config.endpoint !== undefined;
  const services: Readonly<Record<Probe['service'], Send>> = {
    dynamodb: sender(new dynamodb.DynamoDBClient(config), dynamodb),
    streams: sender(new streams.DynamoDBStreamsClient(config), streams),
    secretsmanager: sender(new secrets.SecretsManagerClient(config), secrets),
    events: sender(new events.EventBridgeClient(config), events),
    s3: sender(new s3.S3Client({ ...config, forcePathStyle }), s3),
    logs: sender(new logs.CloudWatchLogsClient(config), logs),
  };
  return async ({ service, operation, input }) => {
    try {
      await services[service](operation, input);
      return 'allowed';
    } catch (error) {
      if (isDenied(error)) return 'refused';
      const { name, message } = error as Error;
      return BEHIND_IAM.test(name) ? 'allowed' : { unclear: `${name}: ${message}` };
    }
  };
}

/** By the name of an operation: its command is in the module of its client. */
function sender(
  client: { send(command: never): Promise<unknown> },
  module: Readonly<Record<string, unknown>>,
): Send {
  return (operation, input) => {
    const Command = module[`${operation}Command`] as new (input: object) => never;
    return client.send(new Command(input));
  };
}
