import { Template } from 'aws-cdk-lib/assertions';
import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AuthBackend, UsersApi, type UsersApiProps } from '../../lib';
import { newStack } from './support';
import { google } from './support-oauth';

/** A `UsersApi` with a route behind an authorizer, which is made after all else. */
export function protectedApi(props: UsersApiProps, stack = newStack()) {
  const users = new UsersApi(stack, 'Users', {
    authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
    oauthClients: [google()],
    ...props,
  });
  (users.httpApi as HttpApi).addRoutes({
    path: '/orders',
    methods: [HttpMethod.GET],
    integration: new HttpUrlIntegration('Integration', 'https://example.com'),
    authorizer: users.authorizer(),
  });
  return { stack, users, template: () => Template.fromStack(stack) };
}
