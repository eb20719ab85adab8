import { Stack } from 'aws-cdk-lib';
import { HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { AuthorizerOptions, UsersApi } from '../../../lib';

/** A route of the stack's own. */
export function protectRoute(users: UsersApi, options: AuthorizerOptions): void {
  new HttpRoute(Stack.of(users), `${users.node.id}Protected`, {
    httpApi: users.httpApi,
    routeKey: HttpRouteKey.with('/protected', HttpMethod.GET),
    integration: new HttpUrlIntegration('Integration', 'https://example.com'),
    authorizer: users.authorizer(options),
  });
}
