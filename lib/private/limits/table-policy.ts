import { Stack } from 'aws-cdk-lib';
import { CfnGlobalTable, type ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Found, UsersApiError } from '../errors';
import { isOf } from '../is-of';
import { lengthsOf, measured } from './lengths';

const isTable = isOf(CfnGlobalTable);

/**
 * Bytes of the resource policy of a table, spaces included.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html
 */
const MOST_POLICY = 20 * 1024;

/** The policy of a table in this app, by which principals of other accounts are let in, is longer than DynamoDB takes. */
export function oversizedTablePolicies(table: ITableV2): UsersApiError[] {
  const resource = table.node.defaultChild;
  if (!isTable(resource)) return [];
  const stack = Stack.of(resource);
  const measure = lengthsOf(stack);
  const replicas: readonly unknown[] = stack.resolve(resource.replicas) ?? [];
  return replicas.flatMap((replica) => {
    const { policyDocument } = Object(Object(replica).resourcePolicy);
    if (policyDocument === undefined) return [];
    const size = Buffer.byteLength(JSON.stringify(measured(policyDocument, measure)));
    return size <= MOST_POLICY ? [] : [tooLong(table, size)];
  });
}

function tooLong({ node }: ITableV2, size: number): UsersApiError {
  return new UsersApiError('grants', {
    got: new Found(`about ${size} bytes of resource policy for ${node.path}`),
    expected: `at most ${MOST_POLICY}, as DynamoDB takes no more of a table`,
    fix:
      'grant to fewer principals of other accounts, or to a role of this account which they may assume and which needs ' +
      'no policy of the table',
  });
}
