/** Routes behind every kind of authorizer; each answers with what the authorizer handed on. */
import { App, Duration, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { AuthBackend, type AuthorizerOptions, UsersApi } from '../../lib';

const stack = new Stack(new App(), 'ProtectedRoutes');
const httpApi = new HttpApi(stack, 'HttpApi');
const users = new UsersApi(stack, 'Users', {
  httpApi,
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
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

const options: Record<string, AuthorizerOptions> = {
  '/own/any': {},
  '/own/verified': { verified: true },
  '/own/superuser': { superuser: true },
  '/own/optional': { optional: true },
  '/own/bearer': { backends: ['jwt'] },
  '/own/cached': { backends: ['jwt'], resultsCacheTtl: Duration.minutes(5) },
};
for (const [path, each] of Object.entries(options)) {
  httpApi.addRoutes({
    path,
    methods: [HttpMethod.GET, HttpMethod.POST],
    integration: new HttpLambdaIntegration('Echo', echo),
    authorizer: users.authorizer(each),
  });
}
