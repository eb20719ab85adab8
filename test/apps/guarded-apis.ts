/** Users of one API before APIs of every kind. */
import { Stack } from 'aws-cdk-lib';
import { AuthBackend, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';
import { guardApis } from './parts/guarded-apis';

const stack = new Stack(appWithoutMails(), 'GuardedApis');
const users = new UsersApi(stack, 'Users', {
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
  allowedOrigins: ['https://app.example.com'],
});
guardApis(stack, users);
