/**
 * A users API with clients of OpenID providers, whose issuers are in the context or the environment. `acme`
 * signs in by cookie and links by address, `partner` by bearer, `stored` by a session that is stored;
 * `other` is of another issuer, and links users without a password.
 */
import { App, SecretValue, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AuthBackend, LinkByEmail, OAuthClient, UsersApi } from '../../lib';

const app = new App();
const stack = new Stack(app, 'OAuth');
const setting = (name: string) =>
  app.node.tryGetContext(name) ?? process.env[`TEST_OAUTH_${name.toUpperCase()}`];

const common = {
  issuer: setting('issuer'),
  clientId: setting('client'),
  clientSecret: new Secret(stack, 'ClientSecret', {
    secretStringValue: SecretValue.unsafePlainText(setting('secret')),
  }),
};
const successUrl = setting('success') ?? 'https://app.example.com/welcome';
const errorUrl = setting('error') ?? 'https://app.example.com/sign-in?lang=en';
/** Origin of a front end, which hands on to the API what providers send there. */
const pages = setting('pages');

new UsersApi(stack, 'Users', {
  ...(pages && { allowedOrigins: [pages] }),
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie(), AuthBackend.session()],
  maxSessionsPerUser: 2,
  loginEvents: true,
  oauthClients: [
    OAuthClient.oidc({
      ...common,
      name: 'acme',
      successUrl,
      errorUrl,
      linkByEmail: LinkByEmail.ALWAYS,
    }),
    OAuthClient.oidc({
      ...common,
      name: 'partner',
      backend: 'jwt',
      ...(pages && {
        redirectUri: `${pages}/signed-in`,
        associateRedirectUri: `${pages}/added`,
      }),
    }),
    OAuthClient.oidc({
      ...common,
      name: 'stored',
      backend: 'session',
      acceptsEarlierAccounts: true,
    }),
    OAuthClient.oidc({
      ...common,
      name: 'other',
      issuer: setting('other') ?? common.issuer,
      backend: 'jwt',
      linkByEmail: LinkByEmail.WITHOUT_PASSWORD,
    }),
  ],
});
