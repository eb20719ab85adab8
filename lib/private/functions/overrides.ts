import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { isAcknowledged } from '../acknowledge';
import { Found, known, UsersApiError } from '../errors';
import { type FunctionSettings, optionsOf, overrideOf } from '../settings/function-options';
import type { PlannedFunction } from './function-plan';
import { checkHashMemory } from './hash-memory';
import type { Planned } from './plan';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const LONGEST_FUNCTION_NAME = 64;

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const LONGEST_ROLE_NAME = 64;

/** What follows a prefix: a function's name, in letters that names in AWS may have. */
export function named(prefix: string | undefined, name: string): string | undefined {
  // No name of a backend has an underscore, so no two names become one.
  return prefix === undefined ? undefined : `${prefix}${name.replace(/[^\w-]/g, '_')}`;
}

/**
 * Refuses options that can't work for a function that is made with the construct, before anything is. Those of
 * an authorizer can only be judged when it is made.
 */
export function checkFunctions(
  settings: Parameters<typeof checkHashMemory>[0],
  planned: readonly PlannedFunction[],
): void {
  const names = planned.map(({ name }) => name);
  for (const name of Object.keys(settings.functionOverrides)) {
    if (names.includes(name) || isMadeOnRequest(name)) continue;
    throw unknownName(name, names, 'give the name of a function of this API, or of an authorizer');
  }
  for (const { name, members } of planned) {
    checkNames(settings, name);
    for (const { action } of members) checkHashMemory(settings, { name, action });
    const [{ action }] = members;
    const { provisionedConcurrentExecutions } = settings.functionOverrides[name] ?? {};
    if (provisionedConcurrentExecutions !== undefined && isCalledByFunctionName(action)) {
      throw new UsersApiError(`${overrideOf(name)}.provisionedConcurrentExecutions`, {
        got: new Found(
          'one for a function that is called by its name, as an operator or a rotation does',
        ),
        expected:
          'it for functions behind routes, authorizers and the relay, whose calls go to the alias',
        fix: 'leave it out',
      });
    }
  }
}

/** @throws when the name of a function or its role would be too long */
export function checkNames(settings: FunctionSettings, name: string): void {
  const { functionNamePrefix, roleNamePrefix } = optionsOf(settings, name);
  const all = [
    ['functionNamePrefix', named(known(functionNamePrefix), name), LONGEST_FUNCTION_NAME],
    ['roleNamePrefix', named(known(roleNamePrefix), name), LONGEST_ROLE_NAME],
  ] as const;
  for (const [prefix, text, longest] of all) {
    if (text === undefined || text.length <= longest) continue;
    const isOwn = settings.functionOverrides[name]?.[prefix] !== undefined;
    throw new UsersApiError(`${isOwn ? overrideOf(name) : 'functionOptions'}.${prefix}`, {
      got: new Found(`${text.length} characters of ${JSON.stringify(text)}`),
      expected: `at most ${longest}`,
      fix: `give a shorter one, or another to that function in functionOverrides`,
    });
  }
}

const UNUSED = 'cdk-users-api:unusedFunctionOverride';

const MAKE_IT =
  'give the authorizer of that name to a route, or leave its options out; where they are meant all the same, say so: ' +
  `Validations.of(users).acknowledge({ id: '${UNUSED}', reason })`;

/** Refuses overrides of authorizers that no route has asked for, once the tree is complete. */
export function refuseUnusedOverrides(
  users: IConstruct & { readonly functions: Readonly<Record<string, IFunction>> },
  { functionOverrides }: FunctionSettings,
): void {
  const problems = () => {
    const names = Object.keys(users.functions);
    const unused = Object.keys(functionOverrides).filter((name) => !names.includes(name));
    return isAcknowledged(users, UNUSED)
      ? []
      : unused.map((name) => unknownName(name, names, MAKE_IT));
  };
  users.node.addValidation({ validate: () => problems().map(({ message }) => message) });
}

function unknownName(name: string, names: readonly string[], fix: string): UsersApiError {
  return new UsersApiError('functionOverrides', {
    got: name,
    expected: `names out of ${names.join(', ')}`,
    fix,
  });
}

function isMadeOnRequest(name: string): boolean {
  return /^(authorizer|create-superuser)\b/.test(name);
}

/** So without the alias that has what is kept ready. */
export function isCalledByFunctionName({ caller }: Planned['action']): boolean {
  return ['operator', 'rotation', 'deployment'].includes(caller);
}
