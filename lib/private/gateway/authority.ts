import { Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** The function that an authorizer asks, and the role by which API Gateway calls it. */
export interface Authority {
  readonly authority: IFunction;
  /** What API Gateway calls of it: its alias, or the function itself. */
  readonly entry: IFunction;
  readonly role: IRole;
}

/** The URI by which API Gateway calls the function. */
export function invocationOf({ functionArn }: IFunction, scope: Construct): string {
  const { partition, region } = Stack.of(scope);
  return `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}
