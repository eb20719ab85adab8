/**
 * A users API with stored sessions, by bearer and by cookie, signed tokens, and a further route.
 */
import { Duration, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { AuthBackend, SessionTransport, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';
import { makeEcho } from './parts/echo';

const stack = new Stack(appWithoutMails(), 'Sessions');
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

const echo = makeEcho(stack);
httpApi.addRoutes({
  path: '/own/any',
  methods: [HttpMethod.GET, HttpMethod.POST],
  integration: echo(),
  authorizer: users.authorizer(),
});
