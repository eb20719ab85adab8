/**
 * Users APIs that clients reach by another host than API Gateway's: `CustomDomain` has a domain of its own,
 * and `BehindProxy` stands behind something that puts a path in front.
 */
import { Stack } from 'aws-cdk-lib';
import { AuthBackend, OAuthClient, UsersApi, UsersDomain } from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';
import { customDomain } from './parts/custom-domain';
import { oidcProvider } from './parts/oidc-provider';

const app = appWithoutMails();

function usersApi(id: string, domainOf: (stack: Stack) => UsersDomain): void {
  const stack = new Stack(app, id);
  new UsersApi(stack, 'Users', {
    domain: domainOf(stack),
    authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
    allowedOrigins: ['https://app.example.com'],
    oauthClients: [
      OAuthClient.oidc({
        ...oidcProvider(stack),
        name: 'partner',
        backend: 'jwt',
      }),
    ],
  });
}

usersApi('CustomDomain', (stack) =>
  UsersDomain.custom({ ...customDomain(stack), disableExecuteApiEndpoint: true }),
);
usersApi('BehindProxy', () => UsersDomain.at('https://www.example.com/auth/users'));
