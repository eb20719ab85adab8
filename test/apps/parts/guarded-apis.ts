import { CfnOutput, Duration, type Stack } from 'aws-cdk-lib';
import { LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpLambdaIntegration,
  WebSocketLambdaIntegration,
} from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import {
  Code,
  type FunctionOptions,
  Function as LambdaFunction,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import type { UsersApi } from '../../../lib';

/**
 * APIs of every kind behind the users of one; each answers with the user that the authorizer handed on. Their
 * places are the outputs `OtherUrl`, `RestId` and `ChatId`.
 */
export function guardApis(stack: Stack, users: UsersApi, options: FunctionOptions = {}): void {
  const echo = new LambdaFunction(stack, 'GuardedEcho', {
    ...options,
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline(
      'exports.handler = async ({ requestContext: { authorizer } }) =>' +
        ' ({ statusCode: 200, body: JSON.stringify(authorizer) });',
    ),
  });

  const other = new HttpApi(stack, 'Other');
  for (const [path, authorizer] of [
    ['/by-token', users.jwtAuthorizer()],
    ['/by-function', users.authorizer({ backends: ['jwt'] })],
  ] as const) {
    const integration = new HttpLambdaIntegration('Echo', echo);
    other.addRoutes({ path, methods: [HttpMethod.GET], integration, authorizer });
  }
  new CfnOutput(stack, 'OtherUrl', { value: other.apiEndpoint });

  const rest = new RestApi(stack, 'Rest', { cloudWatchRole: false });
  for (const [path, authorizer] of [
    ['any', users.restAuthorizer()],
    ['superuser', users.restAuthorizer({ superuser: true })],
    ['cached', users.restAuthorizer({ backends: ['jwt'], resultsCacheTtl: Duration.minutes(5) })],
  ] as const) {
    const resource = rest.root.addResource(path);
    for (const method of ['GET', 'POST']) {
      resource.addMethod(method, new LambdaIntegration(echo), { authorizer });
    }
  }
  new CfnOutput(stack, 'RestId', { value: rest.restApiId });

  // It picks the protocol that isn't the token, and lets nobody in whom it isn't told of.
  const connect = new LambdaFunction(stack, 'Connect', {
    ...options,
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline(
      "exports.handler = async ({ requestContext: { authorizer } }) => ({ statusCode: authorizer.id ? 200 : 500, headers: { 'Sec-WebSocket-Protocol': 'users-api' } });",
    ),
  });
  const chat = new WebSocketApi(stack, 'Chat', {
    connectRouteOptions: {
      integration: new WebSocketLambdaIntegration('Connect', connect),
      authorizer: users.webSocketAuthorizer(),
    },
  });
  new WebSocketStage(stack, 'ChatStage', {
    webSocketApi: chat,
    stageName: 'prod',
    autoDeploy: true,
  });
  new CfnOutput(stack, 'ChatId', { value: chat.apiId });
}
