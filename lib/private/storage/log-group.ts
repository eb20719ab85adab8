import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge';
import type { Settings } from '../settings/settings';

/** A log group that is kept for as long, and after the stack, as the props say. */
export function usersLogGroup(scope: Construct, id: string, settings: Settings): LogGroup {
  const logGroup = new LogGroup(scope, id, {
    retention: settings.logRetention,
    removalPolicy: settings.removalPolicy,
    encryptionKey: settings.encryptionKey,
  });
  if (settings.encryptionKey !== undefined) return logGroup;
  acknowledge(logGroup, {
    'NIST.800.53.R5-CloudWatchLogGroupEncrypted':
      'CloudWatch Logs encrypts every log group with keys of its own. What is logged are ids of ' +
      'users, addresses of clients and statuses, never a password, a token or a secret.',
  });
  return logGroup;
}
