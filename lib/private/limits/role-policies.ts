import { Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { Found, UsersApiError } from '../errors';
import { isOf } from '../is-of';
import { lengthsOf, measured } from './lengths';

const isRole = isOf(CfnRole);

/**
 * Characters of the policies in a role together, white space aside.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
const MOST_POLICIES = 10_240;

/** Roles of a construct with more in their policies than IAM takes. */
export function oversizedRoles(users: Construct): UsersApiError[] {
  const stack = Stack.of(users);
  const measure = lengthsOf(stack);
  return users.node
    .findAll()
    .filter(isRole)
    .flatMap((each) => {
      const policies: readonly object[] = stack.resolve(each.policies) ?? [];
      const documents = policies.map((policy) => Object(policy).policyDocument);
      const size = documents
        .map((document) => JSON.stringify(measured(document, measure)).length)
        .reduce((sum, length) => sum + length, 0);
      return size <= MOST_POLICIES ? [] : [tooLong(each, size)];
    });
}

function tooLong({ node }: CfnRole, size: number): UsersApiError {
  return new UsersApiError('functions', {
    got: new Found(
      `about ${size} characters of policies in ${node.path.replace(/\/Resource$/, '')}`,
    ),
    expected: `at most ${MOST_POLICIES}, as IAM takes no more in a role`,
    fix: 'name fewer oauthClients or authBackends, or give each action a function by FunctionLayout.perAction()',
  });
}
