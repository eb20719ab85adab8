/** Calls of other services for the statements of a policy. */
import { isLike } from 'cdk-users-api-local/cloudformation/arn-pattern';
import type { JsonObject } from 'cdk-users-api-local/cloudformation/template';
import type { Statement } from '../../e2e/iam/statement.ts';
import type { Probe } from './probe.ts';

/** What the calls leave behind has this name, and nobody reads it. */
export const MARK = 'verification';

interface Row {
  readonly service: Probe['service'];
  readonly operation: string;
  input(resource: string): JsonObject;
}

/** Services whose calls are a claim of their own. */
const CLAIMS: Partial<Record<Probe['service'], string>> = {
  streams: 'stream-of-relay',
  logs: 'own-log',
};

const lastOf = (arn: string) => arn.split(/[:/]/).at(-1) ?? '';

/** By the action that IAM knows; what comes later uses what an earlier row made. */
const ROWS: Readonly<Record<string, Row>> = {
  'secretsmanager:GetSecretValue': {
    ...{ service: 'secretsmanager', operation: 'GetSecretValue' },
    input: (SecretId) => ({ SecretId }),
  },
  'secretsmanager:PutSecretValue': {
    ...{ service: 'secretsmanager', operation: 'PutSecretValue' },
    // A version of its own, which is neither the current one nor the one before.
    input: (SecretId) => ({ SecretId, SecretString: MARK, VersionStages: [MARK] }),
  },
  'secretsmanager:UpdateSecretVersionStage': {
    ...{ service: 'secretsmanager', operation: 'UpdateSecretVersionStage' },
    input: (SecretId) => ({ SecretId, VersionStage: MARK }),
  },
  'events:PutEvents': {
    ...{ service: 'events', operation: 'PutEvents' },
    input: (arn) => ({
      Entries: [
        { EventBusName: lastOf(arn), Source: MARK, DetailType: MARK, Detail: '{}' } as JsonObject,
      ],
    }),
  },
  's3:PutObject': {
    ...{ service: 's3', operation: 'PutObject' },
    input: (arn) => ({ Bucket: bucketOf(arn), Key: MARK, Body: MARK }),
  },
  's3:ListBucket': {
    ...{ service: 's3', operation: 'ListObjectsV2' },
    input: (arn) => ({ Bucket: bucketOf(arn), MaxKeys: 1 }),
  },
  'logs:CreateLogStream': {
    ...{ service: 'logs', operation: 'CreateLogStream' },
    input: (arn) => ({ logGroupName: groupOf(arn), logStreamName: MARK }),
  },
  'logs:PutLogEvents': {
    ...{ service: 'logs', operation: 'PutLogEvents' },
    input: (arn) => ({
      ...{ logGroupName: groupOf(arn), logStreamName: MARK },
      logEvents: [{ timestamp: Date.now(), message: MARK }],
    }),
  },
  'dynamodb:ListStreams': {
    ...{ service: 'streams', operation: 'ListStreams' },
    input: (arn) => ({ TableName: arn.split('/')[1] ?? '' }),
  },
  'dynamodb:DescribeStream': {
    ...{ service: 'streams', operation: 'DescribeStream' },
    input: (StreamArn) => ({ StreamArn }),
  },
};

const bucketOf = (arn: string) => (arn.split(':::')[1] ?? '').split('/')[0] ?? '';
const groupOf = (arn: string) => arn.split(':log-group:')[1]?.replace(/:\*$/, '') ?? '';

/**
 * @param secrets ARNs of all secrets of the stack
 * @returns the probes, and the actions that have none
 */
export function serviceProbes(
  statements: readonly Statement[],
  secrets: readonly string[],
): { readonly probes: readonly Probe[]; readonly untried: readonly string[] } {
  const untried = new Set<string>();
  const probes = statements.flatMap(({ actions, resources }) =>
    actions.flatMap((action): Probe[] => {
      const row = ROWS[action];
      if (row === undefined) untried.add(action);
      if (row === undefined) return [];
      const { service, operation, input } = row;
      const claims = [CLAIMS[service] ?? 'allowed-calls'];
      return resources.map((resource) => {
        return { service, operation, input: input(resource), wanted: 'allowed', claims };
      });
    }),
  );
  return { probes: [...probes, ...otherSecret(statements, secrets)], untried: [...untried] };
}

function otherSecret(statements: readonly Statement[], secrets: readonly string[]): Probe[] {
  const read = statements
    .filter(({ actions }) => actions.includes('secretsmanager:GetSecretValue'))
    .flatMap(({ resources }) => resources);
  const other = secrets.find((arn) => !read.some((pattern) => isLike(arn, pattern)));
  if (other === undefined) return [];
  const [service, operation] = ['secretsmanager', 'GetSecretValue'] as const;
  const claims = ['other-secret-refused'];
  return [{ service, operation, input: { SecretId: other }, wanted: 'refused', claims }];
}
