import { CustomResource, type CustomResourceProps, Duration } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { known } from '../errors';
import type { ActionFunction } from './action-function';

/** Keys and a hash take a second at most; CloudFormation would wait for an hour by itself. */
const TIMEOUT = Duration.minutes(5);

/**
 * Has CloudFormation call a function while the stack is deployed, first and then whenever a property changes.
 *
 * The id has the name that the function was given: another name is another function, and CloudFormation takes no
 * other function for a custom resource that it has.
 */
export function callAtDeployment(
  made: ActionFunction,
  id: string,
  props: Pick<CustomResourceProps, 'resourceType' | 'properties'>,
): CustomResource {
  const name = known((made.node.defaultChild as CfnFunction).functionName);
  return new CustomResource(made, name === undefined ? id : `${id}-${name}`, {
    ...props,
    serviceToken: made.functionArn,
    serviceTimeout: TIMEOUT,
  });
}
