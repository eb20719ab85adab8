/**
 * A users API with custom fields and hooks, whose logins last: stored sessions and refresh tokens, and a
 * further route, which answers with what its authorizer handed on.
 */
import * as path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { AuthBackend, UserModel, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';
import { makeEcho } from './parts/echo';

const stack = new Stack(appWithoutMails(), 'Hooks');
const httpApi = new HttpApi(stack, 'HttpApi');
const users = new UsersApi(stack, 'Users', {
  httpApi,
  userModel: UserModel.fromFile(path.join(__dirname, '../../examples/user-hooks.ts')),
  authBackends: [
    AuthBackend.session(),
    AuthBackend.jwt({ refresh: {} }),
    AuthBackend.jwt({ name: 'plain' }),
  ],
});

httpApi.addRoutes({
  path: '/own/any',
  methods: [HttpMethod.GET],
  integration: makeEcho(stack)(),
  authorizer: users.authorizer(),
});
