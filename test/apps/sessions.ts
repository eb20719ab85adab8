/** A users API with stored sessions, by a bearer and by a cookie, beside signed tokens; and a route of its own. */
import { App, Duration, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { AuthBackend, SessionTransport, UsersApi } from '../../lib';

const stack = new Stack(new App(), 'Sessions');
const httpApi = new HttpApi(stack, 'HttpApi');
const users = new UsersApi(stack, 'Users', {
  httpApi,
  authBackends: [
    AuthBackend.session(),
    AuthBackend.session({
      name: 'web',
      transport: SessionTransport.cookie(),
      idleTimeout: Duration.hours(1),
      lifetime: Duration.days(1),
    }),
    AuthBackend.jwt(),
  ],
  maxSessionsPerUser: 5,
});

const logGroup = new LogGroup(stack, 'Logs');
const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
logGroup.grantWrite(role);
const echo = new LambdaFunction(stack, 'Echo', {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromInline(
    'exports.handler = async ({ requestContext }) => requestContext.authorizer.lambda;',
  ),
  role,
  logGroup,
});
httpApi.addRoutes({
  path: '/own/any',
  methods: [HttpMethod.GET, HttpMethod.POST],
  integration: new HttpLambdaIntegration('Echo', echo),
  authorizer: users.authorizer(),
});
