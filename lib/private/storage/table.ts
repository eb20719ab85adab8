import { Stack, Token } from 'aws-cdk-lib';
import {
  AttributeType,
  ProjectionType,
  StreamViewType,
  type TablePropsV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { aws_dynamodb } from 'aws-cdk-lib/interfaces';
import { LIST_INDEX } from '../../contract/attributes.ts';
import { Found, UsersApiError } from '../errors';
import { isTable, tableKeyOf, tableResourceOf } from '../given/table';

const PARTITION_KEY = 'pk';
const SORT_KEY = 'sk';
/** Attribute with the second at which DynamoDB may delete an item. */
const TIME_TO_LIVE = 'expires_at';

/** What the runtime needs of the table of users. */
export function usersTableShape(): Shape {
  const key = (name: string) => ({ name, type: AttributeType.STRING });
  return {
    partitionKey: key(PARTITION_KEY),
    sortKey: key(SORT_KEY),
    timeToLiveAttribute: TIME_TO_LIVE,
    dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
    globalSecondaryIndexes: [
      {
        indexName: LIST_INDEX.name,
        partitionKey: key(LIST_INDEX.partitionKey),
        sortKey: key(LIST_INDEX.sortKey),
        projectionType: ProjectionType.INCLUDE,
        nonKeyAttributes: [...LIST_INDEX.attributes],
      },
    ],
  };
}

type Shape = Pick<
  TablePropsV2,
  'partitionKey' | 'sortKey' | 'timeToLiveAttribute' | 'dynamoStream' | 'globalSecondaryIndexes'
>;

/** What is known at synth of a table that somebody else made. */
interface Definition {
  readonly keySchema: readonly Key[];
  readonly attributeDefinitions?: readonly { attributeName: string; attributeType: string }[];
  readonly streamSpecification?: { readonly streamViewType?: string };
  readonly timeToLiveSpecification?: { readonly attributeName?: string; readonly enabled: boolean };
  readonly globalSecondaryIndexes?: readonly Index[];
}

interface Key {
  readonly attributeName: string;
  readonly keyType: string;
}

interface Index {
  readonly indexName: string;
  readonly keySchema: readonly Key[];
  readonly projection: {
    readonly projectionType?: string;
    readonly nonKeyAttributes?: readonly string[];
  };
}

/**
 * Refuses a table without the keys, the index or the stream that the runtime needs. An imported
 * table can't be looked into: all it must have is the ARN of its stream.
 */
export function checkTable(table: aws_dynamodb.ITableRef): void {
  tableKeyOf(table, () => undefined);
  const definition = definitionOf(table);
  if (definition === undefined) {
    checkImported(table);
    return;
  }
  checkKeys('table', definition, definition.keySchema, [PARTITION_KEY, SORT_KEY]);
  const stream = definition.streamSpecification?.streamViewType;
  if (stream !== StreamViewType.NEW_AND_OLD_IMAGES && !Token.isUnresolved(stream)) {
    throw new UsersApiError('table', {
      got: new Found(stream === undefined ? 'a table without a stream' : `a stream of ${stream}`),
      expected: 'a stream of NEW_AND_OLD_IMAGES, which events are published from',
      fix: 'set dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES on it',
    });
  }
  checkIndex(definition);
}

function checkImported(table: aws_dynamodb.ITableRef): void {
  if (isTable(table) && table.tableStreamArn !== undefined) return;
  throw new UsersApiError('table', {
    got: new Found(
      isTable(table) ? 'a table without a stream' : 'a reference, which does not tell its stream',
    ),
    expected: 'one whose stream carries new and old images, which events are published from',
    fix: 'give TableV2.fromTableAttributes with its tableStreamArn',
  });
}

/** Whether the table is known not to delete what has expired. */
export function lacksTimeToLive(table: aws_dynamodb.ITableRef): boolean {
  const definition = definitionOf(table);
  if (definition === undefined) return false;
  const { attributeName, enabled = false } = definition.timeToLiveSpecification ?? {};
  return attributeName !== TIME_TO_LIVE || !enabled;
}

function definitionOf(table: aws_dynamodb.ITableRef): Definition | undefined {
  const resource = tableResourceOf(table);
  if (resource === undefined) return undefined;
  const { keySchema, attributeDefinitions, streamSpecification } = resource;
  const { timeToLiveSpecification, globalSecondaryIndexes } = resource;
  // A replica of a table in another account has no keys of its own to look at.
  if (keySchema === undefined) return undefined;
  return Stack.of(resource).resolve({
    keySchema,
    attributeDefinitions,
    streamSpecification,
    timeToLiveSpecification,
    globalSecondaryIndexes,
  });
}

function checkIndex(definition: Definition): void {
  const { name, partitionKey, sortKey, attributes } = LIST_INDEX;
  const index = definition.globalSecondaryIndexes?.find(({ indexName }) => indexName === name);
  if (index === undefined) {
    throw new UsersApiError('table', {
      got: new Found(`a table without the index ${JSON.stringify(name)}`),
      expected: 'that global secondary index, which users are listed from',
      fix: `add it with partition key "${partitionKey}" and sort key "${sortKey}", both strings, before the table is given to UsersApi`,
    });
  }
  checkKeys(`table, index ${JSON.stringify(name)}`, definition, index.keySchema, [
    partitionKey,
    sortKey,
  ]);
  const { projectionType, nonKeyAttributes = [] } = index.projection;
  const missing = attributes.filter((attribute) => !nonKeyAttributes.includes(attribute));
  if (projectionType !== ProjectionType.ALL && missing.length > 0) {
    throw new UsersApiError(`table, index ${JSON.stringify(name)}`, {
      got: new Found(`a projection without ${missing.join(', ')}`),
      expected: `ProjectionType.INCLUDE of ${attributes.join(', ')}`,
      fix: 'set projectionType and nonKeyAttributes so on the index',
    });
  }
}

function checkKeys(
  setting: string,
  { attributeDefinitions = [] }: Definition,
  schema: readonly Key[],
  [partitionKey, sortKey]: readonly [string, string],
): void {
  const typeOf = (name: string) =>
    attributeDefinitions.find(({ attributeName }) => attributeName === name)?.attributeType;
  const found = schema
    .map(({ attributeName, keyType }) => `${attributeName} (${keyType}, ${typeOf(attributeName)})`)
    .join(' and ');
  const wanted = `${partitionKey} (HASH, S) and ${sortKey} (RANGE, S)`;
  if (found !== wanted) {
    throw new UsersApiError(setting, {
      got: new Found(`the keys ${found}`),
      expected: wanted,
      fix: `set partitionKey "${partitionKey}" and sortKey "${sortKey}", both AttributeType.STRING`,
    });
  }
}
