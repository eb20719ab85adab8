import { Annotations, App, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { UsersApi, type UsersApiProps } from '../../lib';
import type { Action } from '../../lib/contract/action.ts';
import { ACTIONS } from '../../lib/contract/index.ts';

// A template names its assets by their hash; copying 10 MB of bundles for each stack adds nothing.
process.env.CDK_CONTEXT_JSON = JSON.stringify({ 'aws:cdk:disable-asset-staging': true });

/** Of users to whom nobody mails anything, which few suites are about. */
export function newStack(props?: StackProps): Stack {
  const stack = new Stack(new App({ treeMetadata: false }), 'Test', props);
  Annotations.of(stack).acknowledgeWarning('cdk-users-api:nobodyMailsResetTokens');
  return stack;
}

/** A function for a rule to have as its target. */
export function newFunction(scope: Construct, id: string): lambda.Function {
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
  });
}

/**
 * A stack with one `UsersApi`, and the template of it; without props one for all cases of a suite.
 */
export function synthesize(props?: UsersApiProps, stack?: Stack): Synthesized {
  if (props !== undefined || stack !== undefined) return make(props, stack);
  byDefault ??= make();
  return byDefault;
}

interface Synthesized {
  readonly stack: Stack;
  readonly users: UsersApi;
  readonly template: Template;
}

let byDefault: Synthesized | undefined;

function make(props?: UsersApiProps, stack = newStack()): Synthesized {
  const users = new UsersApi(stack, 'Users', props);
  return { stack, users, template: Template.fromStack(stack) };
}

/** The message of the error of these props, behind the path; also checks that nothing was made. */
export function refusal(props: UsersApiProps | (() => UsersApiProps)): string {
  const stack = newStack();
  try {
    new UsersApi(stack, 'Users', typeof props === 'function' ? props() : props);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'UsersApiError') throw error;
    if (stack.node.tryFindChild('Users')) throw new Error('it was refused after it was begun');
    const path = 'Test/Users: ';
    // A factory, which a function can call, knows of no construct.
    if (!error.message.startsWith(path) && typeof props !== 'function') throw error;
    return error.message.replace(path, '');
  }
  throw new Error('the props were taken');
}

export interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/** One role's statements: those of its inline policies and of the policies attached to it. */
interface RoleStatements {
  readonly role: string;
  readonly managed: unknown;
  readonly statements: readonly Statement[];
}

export function rolesOf(template: Template): RoleStatements[] {
  const policies = Object.values(template.findResources('AWS::IAM::Policy'));
  return Object.entries(template.findResources('AWS::IAM::Role')).map(([role, { Properties }]) => ({
    role,
    managed: Properties.ManagedPolicyArns,
    statements: [
      ...(Properties.Policies ?? []),
      ...policies
        .map((policy) => policy.Properties)
        .filter(({ Roles }) => Roles.some((each: { Ref: string }) => each.Ref === role)),
    ].flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
  }));
}

/** The statements of the role whose logical id begins so. */
export function statementsOf(template: Template, prefix: string): readonly Statement[] {
  const found = rolesOf(template).filter(({ role }) => role.startsWith(prefix));
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} roles ${prefix}`);
  return only.statements;
}

/** Whether all that a statement allows is of one service. */
export const isOf = (service: string) => (statement: Statement) =>
  listed(statement.Action).every((action) => action.startsWith(`${service}:`));

export function listed<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}

/** The properties of the function whose logical id is this and CDK's hash of eight digits. */
export function functionOf(template: Template, readable: string) {
  const found = Object.entries(template.findResources('AWS::Lambda::Function')).filter(
    ([id]) => id.slice(0, -8) === readable,
  );
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(`${found.length} functions ${readable}`);
  return only[1].Properties;
}

/**
 * Whether an action has a function where nothing was asked for: an authorizer is made only on request, access tokens
 * are signed with key pairs, and wrong passwords are counted.
 */
export function isAlwaysMade(action: Action): boolean {
  const { caller, onlyWith, perClient } = action;
  const isDefault = onlyWith === undefined || ['keyPairs', 'lockouts'].includes(onlyWith);
  return !['gateway', 'deployment'].includes(caller) && isDefault && perClient === undefined;
}

/** Each such action with name and construct id of its function, or one per backend. */
export const FUNCTIONS = ACTIONS.filter(isAlwaysMade).flatMap((action) => {
  const names = action.perBackend
    ? ['jwt', 'cookie'].map((each) => `${action.name}-${each}`)
    : [action.name];
  return names.map((name) => ({
    action,
    name,
    id: name.replace(/(?:^|-)(.)/g, (_, first) => first.toUpperCase()),
  }));
});
