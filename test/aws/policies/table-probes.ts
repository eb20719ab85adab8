/**
 * Calls of DynamoDB for the statements of a policy: each call that is allowed, on each kind of item, and what is
 * next to it and refused. No write ever happens: its condition is never met, and IAM is asked before.
 */
import type { JsonObject } from 'cdk-users-api-local/cloudformation/template';
import type { Table } from '../../e2e/iam/dynamodb-requests.ts';
import type { Statement } from '../../e2e/iam/statement.ts';
import { judged, type Probe } from './probe.ts';

/** A place to ask at: a table, or an index of it. */
interface Place {
  readonly table: Table;
  readonly index: string | undefined;
}

interface Asked extends Place {
  readonly keys: readonly string[];
  /** Default: all. */
  readonly attributes?: readonly string[] | undefined;
}

type Call = Pick<Probe, 'operation' | 'input'>;

const SORT_KEY = 'VERIFICATION';
const FOREIGN = 'FOREIGN#verification';
const NEVER = { ConditionExpression: 'attribute_exists(pk)' };

const READS = ['GetItem', 'BatchGetItem', 'Query'];
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'];

const CALLS: Readonly<Record<string, (asked: Asked) => Call[]>> = {
  GetItem: (asked) =>
    asked.keys.map((key) => call('GetItem', { ...item(asked, key), ...projection(asked) })),
  BatchGetItem: (asked) => {
    const Keys = asked.keys.map(keyOf);
    const RequestItems = { [asked.table.name]: { Keys, ...projection(asked) } };
    return [call('BatchGetItem', { RequestItems })];
  },
  Query: (asked) => asked.keys.map((key) => call('Query', query(asked, key))),
  PutItem: ({ table, keys }) =>
    keys.map((key) => call('PutItem', { TableName: table.name, Item: keyOf(key), ...NEVER })),
  UpdateItem: (asked) =>
    asked.keys.map((key) =>
      call('UpdateItem', {
        ...item(asked, key),
        ...NEVER,
        UpdateExpression: 'SET #0 = :value',
        ExpressionAttributeNames: { '#0': settable(asked) },
        ExpressionAttributeValues: { ':value': { S: 'verification' } },
      }),
    ),
  DeleteItem: (asked) =>
    asked.keys.map((key) => call('DeleteItem', { ...item(asked, key), ...NEVER })),
  ConditionCheckItem: (asked) =>
    asked.keys.map((key) =>
      call('TransactWriteItems', {
        TransactItems: [{ ConditionCheck: { ...item(asked, key), ...NEVER } }],
      }),
    ),
};

const call = (operation: string, input: JsonObject): Call => ({ operation, input });
const keyOf = (key: string): JsonObject => ({ pk: { S: key }, sk: { S: SORT_KEY } });
const item = ({ table }: Asked, key: string) => ({ TableName: table.name, Key: keyOf(key) });

/** An attribute that an update may set, which the keys are not. */
function settable({ attributes = ['verification'] }: Asked): string {
  const found = attributes.find((name) => name !== 'pk' && name !== 'sk');
  if (found === undefined) throw new Error('a statement of UpdateItem allows no attribute');
  return found;
}

function projection({ attributes }: Asked): JsonObject {
  if (attributes === undefined) return {};
  const names = Object.fromEntries(attributes.map((name, index) => [`#${index}`, name]));
  return {
    ProjectionExpression: Object.keys(names).join(', '),
    ExpressionAttributeNames: names,
  };
}

function query(asked: Asked, key: string): JsonObject {
  const { table, index, attributes } = asked;
  const partitionKey = index === undefined ? table.partitionKey : table.indexes[index];
  const { ExpressionAttributeNames = {}, ...projected } = projection(asked);
  return {
    TableName: table.name,
    ...(index !== undefined && { IndexName: index }),
    Limit: 1,
    KeyConditionExpression: '#key = :key',
    ExpressionAttributeNames: {
      ...(ExpressionAttributeNames as JsonObject),
      '#key': String(partitionKey),
    },
    ExpressionAttributeValues: { ':key': { S: key } },
    ...projected,
    ...(attributes !== undefined && { Select: 'SPECIFIC_ATTRIBUTES' }),
  };
}

/** Probes of the statements about a table. */
export function tableProbes(statements: readonly Statement[], table: Table): Probe[] {
  const about = statements.flatMap((statement) => {
    const place = placeOf(statement, table);
    return place === undefined ? [] : [{ statement, place }];
  });
  if (about.length === 0) return [];
  const probes = about.flatMap(({ statement, place }) =>
    statement.actions.flatMap((action) => {
      const operation = action.replace('dynamodb:', '');
      const make = CALLS[operation];
      return make === undefined ? [] : ofAction(operation, make, statement, place);
    }),
  );
  const scan = { ...call('Scan', { TableName: table.name, Limit: 1 }), claims: ['scan-refused'] };
  const account = { tables: [table], buses: {} };
  return [scan, ...probes].flatMap(({ claims, ...asked }): Probe[] => {
    const wanted = judged(statements, account, asked);
    const isOfRefusal = claims.every((claim) => claim.endsWith('-refused'));
    // What another statement allows is no example of what is refused.
    if (isOfRefusal !== (wanted === 'refused')) return [];
    return [{ service: 'dynamodb', wanted, claims, ...asked }];
  });
}

function placeOf({ resources }: Statement, table: Table): Place | undefined {
  const own = resources.find((arn) => arn === table.arn || arn.startsWith(`${table.arn}/index/`));
  if (own === undefined) return undefined;
  return { table, index: own === table.arn ? undefined : own.split('/index/')[1] };
}

function ofAction(
  operation: string,
  make: (asked: Asked) => Call[],
  { keys: patterns = [], attributes, returnValues }: Statement,
  place: Place,
): (Call & Pick<Probe, 'claims'>)[] {
  const keys = patterns.map((pattern) => pattern.replaceAll('*', 'verification'));
  const of = (claims: readonly string[], asked: Partial<Asked> = {}) =>
    make({ ...place, keys, attributes, ...asked }).map((each) => ({ ...each, claims }));
  const isRead = READS.includes(operation);
  const names = isRead && attributes !== undefined;
  return [
    ...of(['allowed-calls', ...(names ? ['named-attributes'] : [])]),
    ...of(['foreign-partition-refused'], { keys: [FOREIGN] }),
    ...(names ? of(['all-attributes-refused'], { attributes: undefined }) : []),
    ...(WRITES.includes(operation) && returnValues !== undefined
      ? of(['return-values-refused']).map(({ input, ...each }) => ({
          ...each,
          input: { ...input, ReturnValues: 'ALL_OLD' },
        }))
      : []),
  ];
}
