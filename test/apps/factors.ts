/** A users API whose users have second factors: by bearer, by cookie and with stored sessions, with an event for each login. */
import { Stack } from 'aws-cdk-lib';
import { AuthBackend, EmailChange, Mfa, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';
import { layoutOfTest } from './parts/function-layout';

const stack = new Stack(appWithoutMails(), 'Factors');
new UsersApi(stack, 'Users', {
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie(), AuthBackend.session()],
  ...layoutOfTest,
  mfa: Mfa.totp({ issuer: 'Acme Shop' }),
  emailChange: EmailChange.IMMEDIATE,
  loginEvents: true,
});
