import { isLike } from '../cloudformation/arn-pattern.ts';
import type { StackScope } from '../cloudformation/stack-scope.ts';
import {
  isObject,
  type Json,
  type JsonObject,
  resourcesOf,
  type Template,
} from '../cloudformation/template.ts';
import { LocalError } from '../errors.ts';

/** What API Gateway does by a role: it takes the role on, and calls a function. */
export interface RoleUse {
  /** Who has the role, such as `route GET /me`. */
  readonly who: string;
  /** ARN of the role; undefined where the function itself says who may call it. */
  readonly role: Json | undefined;
  /** ARN of the function. */
  readonly calls: string;
}

/**
 * Refuses a role of the stack that API Gateway may not assume, or by which it may not call the function:
 * AWS takes such a template, and answers every request 500. Only what is sure is judged: roles of
 * other stacks, managed policies, conditions and what is not known on this machine pass.
 *
 * @throws {LocalError} `INVALID_TEMPLATE`
 */
export function checkRole(
  template: Template,
  scope: StackScope,
  { who, role: arn, calls }: RoleUse,
): void {
  const role = resourcesOf(template, 'AWS::IAM::Role').find(
    ({ logicalId }) => scope.attribute(logicalId, 'Arn') === arn,
  );
  if (role === undefined) return;
  const { AssumeRolePolicyDocument, Policies, ManagedPolicyArns } = role.properties;
  if (!statementsIn(AssumeRolePolicyDocument).some(trustsApiGateway)) {
    throw refused(`${who} has the role ${role.logicalId}, which API Gateway may not assume`);
  }
  const attached = resourcesOf(template, 'AWS::IAM::Policy')
    .map(({ properties }) => properties)
    .filter(({ Roles }) => JSON.stringify(Roles)?.includes(`{"Ref":"${role.logicalId}"}`));
  const statements = [...list(Policies), ...attached].flatMap((policy) =>
    isObject(policy) ? statementsIn(policy.PolicyDocument) : [],
  );
  const isAllowed = statements.some((each) => mayInvoke(each, calls, scope));
  if (isAllowed || list(ManagedPolicyArns).length > 0) return;
  throw refused(`${who} has the role ${role.logicalId}, which may not call ${calls}`);
}

function trustsApiGateway({ Effect, Principal }: JsonObject): boolean {
  const services = isObject(Principal) ? list(Principal.Service) : [];
  return Effect === 'Allow' && services.includes('apigateway.amazonaws.com');
}

/** The names of actions know no case. */
const INVOKE = 'lambda:InvokeFunction'.toLowerCase();

function mayInvoke(
  { Effect, Action, Resource }: JsonObject,
  functionArn: string,
  scope: StackScope,
): boolean {
  const actions = list(Action).map((action) => String(action).toLowerCase());
  if (Effect !== 'Allow' || !actions.some((each) => isLike(INVOKE, each))) return false;
  return list(Resource).some((resource) => {
    const pattern = known(resource, scope);
    return pattern === undefined || isLike(functionArn, String(pattern));
  });
}

/** `undefined` for what only AWS knows. */
function known(value: Json, scope: StackScope): Json | undefined {
  try {
    return scope.resolve(value);
  } catch (error) {
    if (error instanceof LocalError && error.code === 'UNSUPPORTED') return undefined;
    throw error;
  }
}

function statementsIn(document: Json | undefined): JsonObject[] {
  return isObject(document) ? list(document.Statement).filter(isObject) : [];
}

/** IAM takes one of a thing for a list of it. */
function list(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as Json];
}

function refused(what: string): LocalError {
  return new LocalError('INVALID_TEMPLATE', `${what}; AWS would answer every request 500`);
}
