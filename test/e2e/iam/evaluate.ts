import { isLike } from 'cdk-users-api-local/cloudformation/arn-pattern';
import type { Statement } from './statement.ts';

/** What a service asks IAM before it does as it was called. */
export interface AccessRequest {
  readonly action: string;
  /** ARN. */
  readonly resource: string;
  /** `dynamodb:LeadingKeys`: the partition keys that the call names, if it names any. */
  readonly leadingKeys?: readonly string[];
  /**
   * `dynamodb:Attributes`: what a read asks for, or a write sets and compares, its keys included; left
   * out where a read asks for all.
   */
  readonly attributes?: readonly string[];
  /** `dynamodb:ReturnValues`, where the call says so. */
  readonly returnValues?: string;
  /** What KMS is told of a request. */
  readonly context?: Readonly<Record<string, string>>;
}

/**
 * The least part of a statement: one action on one resource and, of DynamoDB's, on keys like one, or on one
 * attribute of the items with all these keys.
 */
export interface Grant {
  readonly action: string;
  readonly resource: string;
  readonly key?: string | undefined;
  readonly attribute?: string;
}

export function grantsOf({ actions, resources, keys, attributes = [] }: Statement): Grant[] {
  return actions.flatMap((action) =>
    resources.flatMap((resource) => [
      ...(keys ?? [undefined]).map((key) => ({ action, resource, key })),
      ...attributes.map((attribute) => ({ action, resource, key: keys?.join(', '), attribute })),
    ]),
  );
}

/**
 * The grants by which a policy allows a request; `undefined` where no statement allows it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function evaluate(
  statements: readonly Statement[],
  request: AccessRequest,
): readonly Grant[] | undefined {
  for (const statement of statements) {
    const grants = allow(statement, request);
    if (grants !== undefined) return grants;
  }
  return undefined;
}

function allow(statement: Statement, request: AccessRequest): readonly Grant[] | undefined {
  const { leadingKeys = [] } = request;
  const action = statement.actions.find((name) => equal(name, request.action));
  const resource = statement.resources.find((pattern) => isLike(request.resource, pattern));
  if (action === undefined || resource === undefined) return undefined;
  const { context = {} } = request;
  for (const [key, patterns] of Object.entries(statement.context ?? {})) {
    const told = context[key];
    if (told === undefined || !patterns.some((each) => isLike(told, each))) return undefined;
  }
  if (statement.keysRequired && leadingKeys.length === 0) return undefined;
  if (statement.attributes !== undefined) {
    const { attributes: asked } = request;
    if (!asked?.every((name) => statement.attributes?.includes(name))) return undefined;
  }
  const { returnValues = 'NONE' } = request;
  if (statement.returnValues?.includes(returnValues) === false) return undefined;
  const named = statement.attributes === undefined ? [] : (request.attributes ?? []);
  const all = statement.keys?.join(', ');
  const attributes = named.map((attribute) => ({ action, resource, key: all, attribute }));
  if (statement.keys === undefined) return [{ action, resource }, ...attributes];
  const patterns = leadingKeys.map((key) => statement.keys?.find((like) => isLike(key, like)));
  if (patterns.includes(undefined)) return undefined;
  return [...patterns.map((key) => ({ action, resource, key })), ...attributes];
}

/** The names of actions know no case. */
function equal(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
