/**
 * A users API with stored sessions, by bearer and by cookie, signed tokens, and a further route. It believes CloudFront
 * about the addresses of clients.
 */
import { Duration, SecretValue, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AuthBackend, ClientAddress, SessionTransport, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';
import { makeEcho } from './parts/echo';

const stack = new Stack(appWithoutMails(), 'Sessions');
const httpApi = new HttpApi(stack, 'HttpApi');
// The tests send it as CloudFront would.
const originSecret = new Secret(stack, 'OriginSecret', {
  secretStringValue: SecretValue.unsafePlainText('what only CloudFront knows of this API'),
});
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
  clientAddress: ClientAddress.cloudFront({ secret: originSecret }),
});

const echo = makeEcho(stack);
httpApi.addRoutes({
  path: '/own/any',
  methods: [HttpMethod.GET, HttpMethod.POST],
  integration: echo(),
  authorizer: users.authorizer(),
});
