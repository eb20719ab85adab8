import type { JsonObject } from 'cdk-users-api-local/cloudformation/template';
import type { Account } from '../../e2e/iam/access-requests.ts';
import { accessRequests } from '../../e2e/iam/access-requests.ts';
import { evaluate } from '../../e2e/iam/evaluate.ts';
import type { Statement } from '../../e2e/iam/statement.ts';

/** A call that shows what a policy allows or refuses, and changes nothing that anybody reads. */
export interface Probe {
  readonly service: 'dynamodb' | 'streams' | 'secretsmanager' | 'events' | 's3' | 'logs';
  /** As AWS names it, such as `GetItem`. */
  readonly operation: string;
  readonly input: JsonObject;
  readonly wanted: 'allowed' | 'refused';
  /** The claims that it is about. */
  readonly claims: readonly string[];
}

/** What the evaluation of the end-to-end tests says of a call of DynamoDB's. */
export function judged(
  statements: readonly Statement[],
  account: Account,
  { operation, input }: Pick<Probe, 'operation' | 'input'>,
): Probe['wanted'] {
  const requests = accessRequests(account, `DynamoDB_20120810.${operation}`, input);
  const allowed = requests.every((request) => evaluate(statements, request) !== undefined);
  return allowed ? 'allowed' : 'refused';
}
