/** A users API whose users sign in, and up, by codes that are mailed, and a queue with its events. */
import { Stack } from 'aws-cdk-lib';
import { AuthBackend, EmailLogin, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';
import { EventRecorder } from './parts/event-recorder';
import { layoutOfTest } from './parts/function-layout';

const stack = new Stack(appWithoutMails(), 'EmailLogin');
const users = new UsersApi(stack, 'Users', {
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie(), AuthBackend.session()],
  emailLogin: EmailLogin.code({ signUp: true }),
  ...layoutOfTest,
});
new EventRecorder(stack, 'All', users);
