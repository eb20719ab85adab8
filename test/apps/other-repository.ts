/** A users API that publishes what others need of it, and a stack that only knows the name of that. */
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { UsersApi } from '../../lib';
import { makeEcho } from './parts/echo';
import { EventRecorder } from './parts/event-recorder';

const app = new App();
const owner = new Stack(app, 'Owner');
new UsersApi(owner, 'Users', { publishTo: '/other-repository/users' });

const importer = new Stack(app, 'Importer');
// Only so that one command deploys both in their order.
importer.addDependency(owner);
const users = UsersApi.fromParameter(importer, 'Users', '/other-repository/users');
new EventRecorder(importer, 'Recorder', users);
const httpApi = new HttpApi(importer, 'HttpApi');
const methods = [HttpMethod.GET];
httpApi.addRoutes({
  path: '/asked',
  methods,
  integration: makeEcho(importer)(),
  authorizer: users.authorizer(),
});
const claims = new LambdaFunction(importer, 'Claims', {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromInline(
    'exports.handler = async ({ requestContext }) => ({ id: requestContext.authorizer.jwt.claims.sub });',
  ),
  environment: users.adminEnvironment,
});
users.grants.readUsers(claims);
httpApi.addRoutes({
  path: '/verified',
  methods,
  integration: new HttpLambdaIntegration('Claims', claims),
  authorizer: users.jwtAuthorizer('jwt'),
});
new CfnOutput(importer, 'ApiId', { value: httpApi.apiId });
new CfnOutput(importer, 'ReaderName', { value: claims.functionName });
