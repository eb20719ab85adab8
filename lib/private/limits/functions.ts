import { Stack } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { Found, UsersApiError } from '../errors';
import { isOf } from '../is-of';
import { lengthsOf, type Measure } from './lengths';

const isFunction = isOf(CfnFunction);

/**
 * Bytes of all variables of a function, as the JSON object that Lambda measures.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 * @see https://github.com/github-aws-runners/terraform-aws-github-runner/issues/3594 for what is measured
 */
const MOST_ENVIRONMENT = 4096;

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const LONGEST_DESCRIPTION = 256;

/** Functions of a construct that Lambda would refuse. */
export function oversizedFunctions(users: Construct): UsersApiError[] {
  const stack = Stack.of(users);
  const measure = lengthsOf(stack);
  return users.node
    .findAll()
    .filter(isFunction)
    .flatMap((each) => [...environmentOf(each, stack, measure), ...descriptionOf(each, stack)]);
}

function environmentOf(each: CfnFunction, stack: Stack, measure: Measure): UsersApiError[] {
  const { variables = {} } = stack.resolve(each.environment) ?? {};
  const texts = Object.entries(variables).map(([name, value]) => [name, measure(value)] as const);
  const size = sizeOf(texts);
  if (size <= MOST_ENVIRONMENT) return [];
  const [largest = ''] = texts.toSorted((one, other) => other[1].length - one[1].length)[0] ?? [];
  return [
    new UsersApiError('environment', {
      got: new Found(`about ${size} bytes for ${pathOf(each)}, most of them in ${largest}`),
      expected: `at most ${MOST_ENVIRONMENT}, as Lambda takes no more variables`,
      fix:
        'name fewer authBackends, oauthClients or allowedOrigins, or give as literals what is a token ' +
        'now (an ARN that only the deployment knows counts as the shortest that it can be)',
    }),
  ];
}

function sizeOf(texts: readonly (readonly [string, string])[]): number {
  return Buffer.byteLength(JSON.stringify(Object.fromEntries(texts)));
}

function descriptionOf(each: CfnFunction, stack: Stack): UsersApiError[] {
  const description: unknown = stack.resolve(each.description);
  if (typeof description !== 'string' || description.length <= LONGEST_DESCRIPTION) return [];
  return [
    new UsersApiError('description', {
      got: new Found(`${description.length} characters for ${pathOf(each)}`),
      expected: `at most ${LONGEST_DESCRIPTION}, as Lambda takes no more`,
      fix: 'give that function a shorter one',
    }),
  ];
}

/** Of the construct that the resource is a part of. */
function pathOf({ node }: CfnFunction): string {
  return node.path.replace(/\/Resource$/, '');
}
