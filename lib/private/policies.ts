import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Feature, TableAccess, TableCall } from './actions';

/**
 * An action's calls on the table, on just the items that its row names.
 *
 * Each call is in one statement with all its keys. A statement allows a request when it allows every
 * key in it, and DynamoDB's documents leave open whether the updates of a transaction, say, are one
 * request or several: two statements, each with a part of the keys, would allow the several alone.
 *
 * `ForAllValues` alone is true for a request without any partition key, a Scan for one; the `Null`
 * clause refuses those. The same goes for attributes: a read that names none would be given all, and
 * a write that asks for the item as it was, or is, would be given what it doesn't name.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function tableStatements(
  rows: readonly TableAccess[],
  table: ITableV2,
  features: readonly Feature[],
): PolicyStatement[] {
  return byCall(rowsWith(features, rows)).map(
    ({ call, keys, index, attributes }) =>
      new PolicyStatement({
        actions: [`dynamodb:${call}`],
        resources: [index === undefined ? table.tableArn : `${table.tableArn}/index/${index}`],
        conditions: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
          Null: {
            'dynamodb:LeadingKeys': 'false',
            ...(attributes && { 'dynamodb:Attributes': 'false' }),
          },
          ...(attributes && {
            'ForAllValues:StringEquals': { 'dynamodb:Attributes': attributes },
            ...(WRITES.includes(call)
              ? { StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' } }
              : { StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } }),
          }),
        },
      }),
  );
}

/** The rows that a function needs which has to do with these. */
export function rowsWith(
  features: readonly Feature[],
  rows: readonly TableAccess[],
): readonly TableAccess[] {
  return rows.filter(({ onlyWith }) => onlyWith === undefined || features.includes(onlyWith));
}

interface CallAccess {
  readonly call: TableCall;
  readonly keys: readonly string[];
  readonly index: string | undefined;
  readonly attributes: readonly string[] | undefined;
}

/** The same access, each call once with all its keys. */
function byCall(accesses: readonly TableAccess[]): CallAccess[] {
  const found = new Map<string, CallAccess>();
  for (const { calls, keys, index, attributes } of accesses) {
    for (const call of calls) {
      const place = `${call} on ${index} of ${attributes}`;
      const known = found.get(place)?.keys ?? [];
      found.set(place, { call, keys: [...known, ...keys], index, attributes });
    }
  }
  return [...found.values()];
}

/** To write into the one log group; creating it is CloudFormation's business. */
export function logStatement(logGroup: ILogGroup): PolicyStatement {
  return new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  });
}

/** To read the value of one secret. */
export function secretStatement(secret: ISecret): PolicyStatement {
  return new PolicyStatement({
    actions: ['secretsmanager:GetSecretValue'],
    // An ARN without Secrets Manager's six random characters is completed by as many wildcards.
    resources: [secret.secretFullArn ?? `${secret.secretArn}-??????`],
  });
}

/**
 * To replace the key pairs of one backend: the steps of a rotation on the secret that signs, and
 * writing the public halves, which the function never reads.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
 */
export function rotationStatements(signing: ISecret, verifying: ISecret): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: [
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      resources: [signing.secretArn],
    }),
    new PolicyStatement({
      actions: ['secretsmanager:PutSecretValue'],
      resources: [verifying.secretArn],
    }),
  ];
}

/** The relay's reads of the table's stream. */
export function streamStatements(table: ITableV2): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: table.tableStreamArn === undefined ? [] : [table.tableStreamArn],
    }),
    // Listing is on all streams that the table has had, and on nothing narrower.
    new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: [allStreamsOf(table)] }),
  ];
}

export function allStreamsOf(table: ITableV2): string {
  return `${table.tableArn}/stream/*`;
}

const WRITES: readonly TableCall[] = ['PutItem', 'UpdateItem', 'DeleteItem'];

/**
 * To use a customer's key of the table or of a secret, and only through the service it encrypts
 * for; nothing where there are no such keys. A key whose own policy does not leave access to IAM, as
 * CDK's and the console's do, has to name the roles itself.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export function keyStatements(
  rows: readonly TableAccess[],
  table: ITableV2,
  secrets: readonly ISecret[],
): PolicyStatement[] {
  const writes = rows.some(({ calls }) => calls.some((call) => WRITES.includes(call)));
  const calls = writes
    ? ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo']
    : ['Decrypt', 'DescribeKey'];
  return [
    ...keyStatement(rows.length === 0 ? undefined : table.encryptionKey, 'dynamodb', calls),
    ...secrets.flatMap((secret) =>
      keyStatement(secret.encryptionKey, 'secretsmanager', ['Decrypt']),
    ),
  ];
}

function keyStatement(
  key: IKey | undefined,
  service: string,
  calls: readonly string[],
): PolicyStatement[] {
  if (key === undefined) return [];
  return [
    new PolicyStatement({
      actions: calls.map((call) => `kms:${call}`),
      resources: [key.keyArn],
      conditions: {
        StringEquals: { 'kms:ViaService': `${service}.${key.env.region}.amazonaws.com` },
      },
    }),
  ];
}
