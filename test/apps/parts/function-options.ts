import { Duration } from 'aws-cdk-lib';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { ApplicationLogLevel, Architecture, SystemLogLevel, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { UsersFunctionOptions } from '../../../lib';
import { acknowledge } from '../../../lib/private/acknowledge';

/** A VPC and its like are resources of their own; AWS's layers and policies aren't everywhere. */
type Elsewhere =
  | 'vpc'
  | 'vpcSubnets'
  | 'securityGroups'
  | 'allowAllOutbound'
  | 'allowPublicSubnet'
  | 'ipv6AllowedForDualStack'
  | 'layers'
  | 'insightsVersion'
  | 'reservedConcurrentExecutions';

/** What can be set of all functions at once, in any account. */
export function functionOptions(scope: Construct): Required<Omit<UsersFunctionOptions, Elsewhere>> {
  const logGroup = new LogGroup(scope, 'FunctionLogs');
  acknowledge(logGroup, {
    'NIST.800.53.R5-CloudWatchLogGroupEncrypted':
      'CloudWatch Logs encrypts it with a key of its own.',
  });
  return {
    architecture: Architecture.X86_64,
    memorySize: 1024,
    timeout: Duration.seconds(20),
    environment: { NODE_OPTIONS: '--stack-trace-limit=20' },
    tracing: Tracing.ACTIVE,
    applicationLogLevel: ApplicationLogLevel.DEBUG,
    systemLogLevel: SystemLogLevel.INFO,
    logGroup,
    provisionedConcurrentExecutions: 1,
    functionNamePrefix: 'all-',
    roleNamePrefix: 'all-',
    permissionsBoundary: ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess'),
  };
}
