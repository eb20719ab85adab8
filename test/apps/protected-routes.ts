/** Routes behind every kind of authorizer; each answers with what the authorizer handed on. */
import { Duration, Stack } from 'aws-cdk-lib';
import { HttpMethod, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { AuthBackend, type AuthorizerOptions, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';
import { makeEcho } from './parts/echo';

const stack = new Stack(appWithoutMails(), 'ProtectedRoutes');
const users = new UsersApi(stack, 'Users', {
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
});

const echo = makeEcho(stack);

const methods = [HttpMethod.GET, HttpMethod.POST];
users.addRoutes({ path: '/own/any', methods, integration: echo() });
users.addRoutes({
  path: '/own/open',
  methods,
  integration: echo(),
  authorizer: new HttpNoneAuthorizer(),
});
const options: Record<string, AuthorizerOptions> = {
  '/own/verified': { verified: true },
  '/own/superuser': { superuser: true },
  '/own/optional': { optional: true },
  '/own/bearer': { backends: ['jwt'] },
  '/own/cached': { backends: ['jwt'], resultsCacheTtl: Duration.minutes(5) },
};
for (const [path, each] of Object.entries(options)) {
  users.addRoutes({ path, methods, integration: echo(), authorizer: users.authorizer(each) });
}
