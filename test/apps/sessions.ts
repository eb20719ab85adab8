/**
 * A users API with stored sessions, by bearer and by cookie, signed tokens, and a further route. It believes CloudFront
 * about the addresses of clients.
 */
import { Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { AuthBackend, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';
import { cloudFrontAddress } from './parts/cloudfront-address';
import { makeEcho } from './parts/echo';
import { sessionBackends } from './parts/session-backends';

const stack = new Stack(appWithoutMails(), 'Sessions');
const httpApi = new HttpApi(stack, 'HttpApi');
const users = new UsersApi(stack, 'Users', {
  httpApi,
  authBackends: [...sessionBackends(), AuthBackend.jwt()],
  maxSessionsPerUser: 5,
  clientAddress: cloudFrontAddress(stack),
});

const echo = makeEcho(stack);
httpApi.addRoutes({
  path: '/own/any',
  methods: [HttpMethod.GET, HttpMethod.POST],
  integration: echo(),
  authorizer: users.authorizer(),
});
