/** Routes behind every kind of authorizer; each answers with what the authorizer handed on. */
import { Stack } from 'aws-cdk-lib';
import { AuthBackend, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';
import { makeEcho } from './parts/echo';
import { addOwnRoutes } from './parts/own-routes';

const stack = new Stack(appWithoutMails(), 'ProtectedRoutes');
const users = new UsersApi(stack, 'Users', {
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
});
addOwnRoutes(users, makeEcho(stack));
