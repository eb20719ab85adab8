/**
 * A users API whose users have passkeys, authenticator apps and codes by mail, by bearer and by cookie, for one front end on
 * another origin, which is in the context or the environment; and a queue with its events. Where the environment has a
 * provider, users sign in there as well.
 */
import { SecretValue, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  AuthBackend,
  EmailChange,
  EmailLogin,
  LinkByEmail,
  Mfa,
  OAuthClient,
  Passkeys,
  UsersApi,
  UserVerification,
} from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';
import { EventRecorder } from './parts/event-recorder';

const app = appWithoutMails();
const given = app.node.tryGetContext('origin') ?? process.env.TEST_FRONT_END;
const origin = given ?? 'http://app.execute-api.localhost:3000';
const stack = new Stack(app, 'EveryFactor');
const { TEST_OAUTH_ISSUER: issuer, TEST_OAUTH_CLIENT: clientId = '' } = process.env;
// Clients take `http` on no other name of this machine. The front end sends browsers on from there.
const hop = origin.replace(/app\.[^:]+/, 'localhost');
const acme = (ofProvider: string) =>
  OAuthClient.oidc({
    name: 'acme',
    issuer: ofProvider,
    clientId,
    clientSecret: new Secret(stack, 'ClientSecret', {
      secretStringValue: SecretValue.unsafePlainText(String(process.env.TEST_OAUTH_SECRET)),
    }),
    linkByEmail: LinkByEmail.ALWAYS,
    ...{ successUrl: `${hop}/cookie?signed-in`, mfaUrl: `${hop}/cookie?second-factor` },
  });
const users = new UsersApi(stack, 'Users', {
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
  allowedOrigins: [origin],
  ...(issuer && { oauthClients: [acme(issuer)] }),
  mfa: Mfa.totp({ issuer: 'Acme Shop' }),
  emailChange: EmailChange.IMMEDIATE,
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
