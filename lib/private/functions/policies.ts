import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { TableAccess, TableCall } from '../../contract/action.ts';
import { LIST_INDEX } from '../../contract/attributes.ts';
import type { Feature } from '../../contract/features.ts';
import { patternOf } from '../../contract/item-keys.ts';

/**
 * An action's calls on the table, on only the items that its row names; of accounts at providers on
 * those of one client, where the function serves one.
 *
 * Each call is in one statement with all its keys. A statement allows a request when it allows every
 * key in it, and DynamoDB's documents leave open whether the updates of a transaction, say, are one
 * request or several: two statements, each with a part of the keys, would only allow several.
 *
 * `ForAllValues` by itself is true for a request without any partition key, such as a Scan; the `Null`
 * clause refuses those. The same goes for attributes: a read that names none would be given all, and
 * a write that asks for the item as it was, or is, would be given what it doesn't name.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function tableStatements(members: readonly TableRows[], table: ITableV2): PolicyStatement[] {
  const calls = members.map(({ rows, features, client }) =>
    byCall(rowsWith(features, rows), client),
  );
  return (calls.length === 1 ? calls.flat() : together(calls.flat())).map(
    ({ call, keys, index, attributes, returns }) =>
      new PolicyStatement({
        actions: [`dynamodb:${call}`],
        resources: [index ? `${table.tableArn}/index/${LIST_INDEX.name}` : table.tableArn],
        conditions: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
          Null: {
            'dynamodb:LeadingKeys': 'false',
            ...(attributes && { 'dynamodb:Attributes': 'false' }),
          },
          ...(attributes && { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': attributes } }),
          ...(attributes &&
            !WRITES.includes(call) && {
              StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
            }),
          ...(RETURNING.includes(call) && {
            StringEqualsIfExists: {
              'dynamodb:ReturnValues': returns ? ['NONE', 'ALL_OLD', 'ALL_NEW'] : 'NONE',
            },
          }),
        },
      }),
  );
}

/** Whether two statements allow the same call in the same way, if not on the same keys. */
export function isOfSameCall(one: PolicyStatement, other: PolicyStatement): boolean {
  const [first, second] = [one, other].map(({ actions, resources, conditions }) => {
    const { 'ForAllValues:StringLike': _, ...others } = conditions as Record<string, unknown>;
    return JSON.stringify([actions, resources, others]);
  });
  return first === second;
}

/** The rows that apply with these features. */
export function rowsWith(
  features: readonly Feature[],
  rows: readonly TableAccess[],
): readonly TableAccess[] {
  return rows.filter(({ onlyWith }) => onlyWith === undefined || features.includes(onlyWith));
}

/** The rows of an action, as one function has them. */
export interface TableRows {
  readonly rows: readonly TableAccess[];
  readonly features: readonly Feature[];
  readonly client?: string | undefined;
}

interface CallAccess {
  readonly call: TableCall;
  readonly keys: readonly string[];
  readonly index: boolean;
  readonly attributes: readonly string[] | undefined;
  readonly returns: TableAccess['returns'];
}

/**
 * The same access, each call once with all its keys; a write once for each list of attributes, since a
 * transaction's are those of one row. A batch read may ask for items of several rows, unless it is apart.
 */
function byCall(accesses: readonly TableAccess[], client: string | undefined): CallAccess[] {
  const found = new Map<string, CallAccess>();
  for (const { calls, items, index = false, attributes, apart, returns } of accesses) {
    const keys = index ? [LIST_INDEX.keys] : items.map((item) => patternOf(item, client));
    for (const call of calls) {
      const together = call === 'BatchGetItem' && attributes !== undefined && !apart;
      const place = `${call} on ${index} of ${together ? 'those named' : attributes}`;
      const known = found.get(place);
      found.set(place, {
        ...{ call, index, returns },
        // Several kinds can share a partition.
        keys: union(known?.keys, keys),
        attributes: attributes && union(known?.attributes, attributes),
      });
    }
  }
  return [...found.values()];
}

/**
 * The rights of several actions, each call once: with all keys and all attributes of those that make it, since the policies in a role
 * have 10,240 characters. Where one of them may have all attributes, all may.
 */
function together(accesses: readonly CallAccess[]): CallAccess[] {
  const found = new Map<string, CallAccess>();
  for (const each of accesses) {
    const place = `${each.call} on ${each.index}`;
    const known = found.get(place);
    const isLimited = each.attributes !== undefined && (!known || known.attributes !== undefined);
    found.set(place, {
      ...each,
      keys: union(known?.keys, each.keys),
      attributes: isLimited ? union(known?.attributes, each.attributes) : undefined,
      returns: each.returns ?? known?.returns,
    });
  }
  return [...found.values()];
}

function union(known: readonly string[] = [], more: readonly string[] = []): readonly string[] {
  return [...new Set([...known, ...more])];
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
    resources: [secretResource(secret)],
  });
}

/**
 * To replace the value of one secret, and not to read it.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html for the key
 */
export function replacementStatement(secret: ISecret): PolicyStatement {
  return new PolicyStatement({
    actions: ['secretsmanager:PutSecretValue'],
    resources: [secretResource(secret)],
  });
}

/** An ARN without Secrets Manager's six random characters is completed by as many wildcards. */
export function secretResource(secret: ISecret): string {
  return secret.secretFullArn ?? `${secret.secretArn}-??????`;
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

/** Calls that change an item. */
export const WRITES: readonly TableCall[] = ['PutItem', 'UpdateItem', 'DeleteItem'];

/** Calls that can be asked for the item as it was or is. */
const RETURNING: readonly TableCall[] = [...WRITES, 'ConditionCheckItem'];
