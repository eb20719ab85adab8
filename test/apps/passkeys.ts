/** A users API with passkeys and authenticator apps, at backends whose logins are stored and at others, by bearer and by cookie. */
import { Stack } from 'aws-cdk-lib';
import {
  AuthBackend,
  Mfa,
  Passkeys,
  SessionTransport,
  UsersApi,
  UserVerification,
} from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';
import { layoutOfTest } from './parts/function-layout';

const app = appWithoutMails();
const stack = new Stack(app, 'Passkeys');
new UsersApi(stack, 'Users', {
  authBackends: [
    AuthBackend.jwt(),
    AuthBackend.jwt({ name: 'mobile', refresh: {} }),
    AuthBackend.session({ transport: SessionTransport.cookie() }),
  ],
  ...layoutOfTest,
  loginEvents: true,
  mfa: Mfa.totp(),
  passkeys: Passkeys.on({
    rpId: 'localhost',
    rpName: 'Passkeys of the tests',
    origins: ['http://localhost:3000', 'http://localhost:5173'],
    userVerification: UserVerification.PREFERRED,
  }),
});
