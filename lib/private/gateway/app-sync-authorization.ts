import { type Duration, Stack } from 'aws-cdk-lib';
import { type AuthorizationMode, AuthorizationType } from 'aws-cdk-lib/aws-appsync';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ActionFunction } from '../functions/action-function';

/**
 * Authorization by a function. AppSync calls it by the function's own permission, for APIs of the account and
 * Region of the users. The CDK would add one for each API: without a source unless a feature flag is on, and
 * with one it would have the users' stack depend on that of the API, which depends on the users'.
 */
export function appSyncMode(
  authority: ActionFunction,
  resultsCacheTtl: Duration,
): AuthorizationMode {
  const id = 'OfAppSync';
  const known = authority.node.tryFindChild(id) as ReturnType<typeof handlerOf> | undefined;
  const handler = known ?? handlerOf(authority, id);
  return {
    authorizationType: AuthorizationType.LAMBDA,
    lambdaAuthorizerConfig: { handler, resultsCacheTtl },
  };
}

/** The function as AppSync gets it, which takes no permission. */
function handlerOf(authority: ActionFunction, id: string) {
  authority.entry.addPermission('AppSync', {
    principal: new ServicePrincipal('appsync.amazonaws.com'),
    sourceArn: Stack.of(authority).formatArn({
      service: 'appsync',
      resource: 'apis',
      resourceName: '*',
    }),
  });
  return LambdaFunction.fromFunctionAttributes(authority, id, {
    functionArn: authority.entry.functionArn,
    sameEnvironment: false,
    skipPermissions: true,
  });
}
