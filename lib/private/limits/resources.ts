import { CfnResource, Stack } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { Found, UsersApiError } from '../errors';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MOST_RESOURCES = 500;

/** The stack that a construct is in has more resources than CloudFormation takes. */
export function tooManyResources(users: Construct): UsersApiError[] {
  const stack = Stack.of(users);
  const all = resourcesIn(stack);
  if (all.length <= MOST_RESOURCES) return [];
  const own = all.filter(({ node }) => node.scopes.includes(users));
  return [
    new UsersApiError('stack', {
      got: new Found(
        `${all.length} resources in ${stack.node.path}, ${own.length} of them by ${users.node.path}`,
      ),
      expected: `at most ${MOST_RESOURCES}, as CloudFormation takes no more in a stack`,
      fix:
        'give UsersApi a stack of its own, or a NestedStack; if it has too many by itself, name fewer ' +
        'oauthClients and authBackends: a client has 10, and each action of a backend 5',
    }),
  ];
}

/** Those of its template: nested stacks have templates of their own, and some resources stay out of it. */
function resourcesIn(stack: Stack): readonly CfnResource[] {
  return stack.node
    .findAll()
    .filter(isResource)
    .filter((each) => each.stack === stack && isInTemplate(each));
}

function isResource(construct: IConstruct): construct is CfnResource {
  return CfnResource.isCfnResource(construct);
}

/** A policy without statements, say, is not. */
function isInTemplate(resource: CfnResource): boolean {
  // The CDK asks the same; it keeps the answer from other packages.
  return (resource as unknown as { shouldSynthesize(): boolean }).shouldSynthesize();
}
