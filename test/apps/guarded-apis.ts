/** Users of one API before APIs of every kind; each answers with the user that the authorizer handed on. */
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpLambdaIntegration,
  WebSocketLambdaIntegration,
} from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { AuthBackend, UsersApi } from '../../lib';

const stack = new Stack(new App(), 'GuardedApis');
const users = new UsersApi(stack, 'Users', {
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
});

const echo = new LambdaFunction(stack, 'Echo', {
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

const chat = new WebSocketApi(stack, 'Chat', {
  connectRouteOptions: {
    integration: new WebSocketLambdaIntegration('Connect', echo),
    authorizer: users.webSocketAuthorizer(),
  },
});
new WebSocketStage(stack, 'ChatStage', {
  webSocketApi: chat,
  stageName: 'prod',
  autoDeploy: true,
});
