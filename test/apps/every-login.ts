/** A users API with every kind of login: refreshed, by cookie, by stored sessions, and at a provider. */
import { SecretValue, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AuthBackend, EmailChange, OAuthClient, UsersApi } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

const stack = new Stack(appWithoutMails(), 'EveryLogin');
new UsersApi(stack, 'Users', {
  authBackends: [AuthBackend.jwt({ refresh: {} }), AuthBackend.cookie(), AuthBackend.session()],
  oauthClients: [
    OAuthClient.google({
      clientId: 'client',
      clientSecret: new Secret(stack, 'ClientSecret', {
        secretStringValue: SecretValue.unsafePlainText('secret'),
      }),
    }),
  ],
  emailChange: EmailChange.CONFIRM,
  loginEvents: true,
});
