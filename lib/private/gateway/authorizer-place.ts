import { Stack, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Where an authorizer is made, and what its id begins with. */
export interface AuthorizerPlace {
  readonly scope: IConstruct;
  /** Empty below the owner. */
  readonly prefix: string;
}

/**
 * An authorizer is in the stack of the routes, which may depend on the stacks of the API and of the users,
 * as they don't depend on it: below its owner where that is in the same stack.
 */
export function placeOf(owner: IConstruct, routes: Stack): AuthorizerPlace {
  return Stack.of(owner) === routes
    ? { scope: owner, prefix: '' }
    : { scope: routes, prefix: `${nameOf(owner, routes)}-` };
}

/** Path from the stack, or from the stage where the stack is another, so that all stages have the same. */
export function nameOf(construct: IConstruct, stack: Stack): string {
  const own = Stack.of(construct) === stack;
  const start = own ? stack : (Stage.of(construct) ?? construct.node.root);
  return construct.node.path.slice(start.node.path.length).replace(/^\//, '').replaceAll('/', '.');
}
