/**
 * A users API whose users have passkeys, authenticator apps and codes by mail, by bearer and by cookie, for one front end on
 * another origin, which is in the context or the environment; and a queue with its events.
 */
import { Stack } from 'aws-cdk-lib';
import { AuthBackend, EmailLogin, Mfa, Passkeys, UsersApi, UserVerification } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';
import { EventRecorder } from './parts/event-recorder';

const app = appWithoutMails();
const given = app.node.tryGetContext('origin') ?? process.env.TEST_FRONT_END;
const origin = given ?? 'http://app.execute-api.localhost:3000';
const stack = new Stack(app, 'EveryFactor');
const users = new UsersApi(stack, 'Users', {
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
  allowedOrigins: [origin],
  mfa: Mfa.totp({ issuer: 'Acme Shop' }),
  emailLogin: EmailLogin.code({ signUp: true }),
  passkeys: Passkeys.on({
    // The emulator has its APIs there, so that pages beside them are of the same site.
    rpId: 'execute-api.localhost',
    rpName: 'Acme Shop',
    origins: [origin],
    userVerification: UserVerification.PREFERRED,
  }),
});
new EventRecorder(stack, 'All', users);
