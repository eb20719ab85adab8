/**
 * Users APIs that clients reach by another host than API Gateway's: `CustomDomain` has a domain of its own,
 * and `BehindProxy` stands behind something that puts a path in front.
 */
import { SecretValue, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AuthBackend, OAuthClient, UsersApi, UsersDomain } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';
import { customDomain } from './parts/custom-domain';

const app = appWithoutMails();
const setting = (name: string, otherwise: string) =>
  process.env[`TEST_OAUTH_${name.toUpperCase()}`] ?? otherwise;

function usersApi(id: string, domainOf: (stack: Stack) => UsersDomain): void {
  const stack = new Stack(app, id);
  new UsersApi(stack, 'Users', {
    domain: domainOf(stack),
    authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
    allowedOrigins: ['https://app.example.com'],
    oauthClients: [
      OAuthClient.oidc({
        name: 'partner',
        issuer: setting('issuer', 'https://login.example.com'),
        clientId: setting('client', 'client'),
        clientSecret: new Secret(stack, 'ClientSecret', {
          secretStringValue: SecretValue.unsafePlainText(setting('secret', 'secret')),
        }),
        backend: 'jwt',
      }),
    ],
  });
}

usersApi('CustomDomain', (stack) =>
  UsersDomain.custom({ ...customDomain(stack), disableExecuteApiEndpoint: true }),
);
usersApi('BehindProxy', () => UsersDomain.at('https://www.example.com/auth/users'));
