/** Routes behind every kind of authorizer; each answers with what the authorizer handed on. */
import { App, Duration, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { AuthBackend, type AuthorizerOptions, UsersApi } from '../../lib';
import { makeEcho } from './parts/echo';

const stack = new Stack(new App(), 'ProtectedRoutes');
const httpApi = new HttpApi(stack, 'HttpApi');
const users = new UsersApi(stack, 'Users', {
  httpApi,
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
});

const echo = makeEcho(stack);

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
    integration: echo(),
    authorizer: users.authorizer(each),
  });
}
