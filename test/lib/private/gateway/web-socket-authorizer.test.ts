import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type IWebSocketRouteAuthorizer, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AuthBackend, UsersApi } from '../../../../lib';
import { newStack } from '../../support';

function setUp(stack = newStack()) {
  const authBackends = [AuthBackend.jwt(), AuthBackend.cookie()];
  return { stack, users: new UsersApi(stack, 'Users', { authBackends }) };
}

const connecting = (authorizer: IWebSocketRouteAuthorizer) => ({
  connectRouteOptions: { integration: new WebSocketMockIntegration('Mock'), authorizer },
});
const authorizersOf = (template: Template) =>
  Object.entries(template.findResources('AWS::ApiGatewayV2::Authorizer')).map(
    ([id, { Properties }]) => ({ id, ...Properties }),
  );

describe('UsersApi.webSocketAuthorizer', () => {
  test('asks a function about connections, which API Gateway calls by the role of the API', () => {
    const { stack, users } = setUp();
    const chat = new WebSocketApi(stack, 'Chat', connecting(users.webSocketAuthorizer()));
    const template = Template.fromStack(stack);
    const [authorizer, ...others] = authorizersOf(template);
    expect(others).toEqual([]);
    expect(authorizer).toMatchObject({
      ApiId: stack.resolve(chat.apiId),
      AuthorizerType: 'REQUEST',
      AuthorizerCredentialsArn: {
        'Fn::GetAtt': [expect.stringMatching(/^UsersGatewayRole/), 'Arn'],
      },
      // A token is in one of two headers, or in a cookie, and every source would have to be there.
      IdentitySource: [],
    });
    for (const key of ['AuthorizerPayloadFormatVersion', 'EnableSimpleResponses']) {
      expect(authorizer).not.toHaveProperty(key);
    }
    expect(JSON.stringify(authorizer?.AuthorizerUri)).toMatch(/UsersAuthorizer.{8}","Arn"/);
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: '$connect',
      AuthorizationType: 'CUSTOM',
      AuthorizerId: { Ref: authorizer?.id },
    });
    template.resourcePropertiesCountIs(
      'AWS::Lambda::Permission',
      { Principal: 'apigateway.amazonaws.com' },
      0,
    );
  });

  test('stands before several APIs, and has a function for each set of options', () => {
    const { stack, users } = setUp();
    const authorizer = users.webSocketAuthorizer();
    new WebSocketApi(stack, 'One', connecting(authorizer));
    new WebSocketApi(stack, 'Two', connecting(authorizer));
    new WebSocketApi(stack, 'Root', connecting(users.webSocketAuthorizer({ superuser: true })));
    const template = Template.fromStack(stack);
    const authorizers = authorizersOf(template);
    expect(new Set(authorizers.map(({ ApiId }) => ApiId.Ref)).size).toBe(3);
    const functions = Object.keys(users.functions).filter((name) => name.startsWith('authorizer'));
    expect(functions).toEqual(['authorizer', 'authorizer-superuser']);
  });

  test('of an API in another stack is in that stack, which depends on that of the users and not the other way', () => {
    const app = new App({ treeMetadata: false });
    const { stack, users } = setUp(new Stack(app, 'UsersStack'));
    const own = new Stack(app, 'OwnStack');
    new WebSocketApi(own, 'Chat', connecting(users.webSocketAuthorizer()));
    expect(authorizersOf(Template.fromStack(own))).toHaveLength(1);
    expect(own.dependencies).toContain(stack);
    expect(stack.dependencies).toEqual([]);
  });
});
