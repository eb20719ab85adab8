/**
 * A users API with every action, for a test that lets each of their calls fail: a backend of each kind, and as many as a stack has
 * room for, clients of an OpenID provider whose issuer is in the environment, a superuser that the deployment
 * makes, and a route of the stack's own.
 */
import * as path from 'node:path';
import { Duration, SecretValue, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  ApiDocumentation,
  AuthBackend,
  EmailChange,
  EmailLogin,
  JwtAlgorithm,
  LinkByEmail,
  Mfa,
  OAuthClient,
  Passkeys,
  UserModel,
  UsersApi,
} from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';
import { makeEcho } from './parts/echo';
import { oidcProvider } from './parts/oidc-provider';

const stack = new Stack(appWithoutMails(), 'Faults');
const provider = oidcProvider(stack);
const algorithm = JwtAlgorithm.HS256;

const httpApi = new HttpApi(stack, 'HttpApi');
const users = new UsersApi(stack, 'Users', {
  httpApi,
  authBackends: [
    AuthBackend.jwt({ refresh: {} }),
    AuthBackend.cookie({ refresh: {} }),
    AuthBackend.jwt({ name: 'plain', algorithm }),
    AuthBackend.session(),
  ],
  oauthClients: [
    OAuthClient.oidc({
      ...provider,
      name: 'acme',
      mfaUrl: 'https://app.example.com/second-factor',
      backend: 'jwt',
      linkByEmail: LinkByEmail.ALWAYS,
    }),
    OAuthClient.oidc({
      ...provider,
      name: 'stored',
      mfaUrl: 'https://app.example.com/second-factor',
      backend: 'session',
      acceptsEarlierAccounts: true,
    }),
  ],
  mfa: Mfa.totp(),
  passkeys: Passkeys.on({
    rpId: 'localhost',
    rpName: 'Passkeys of the tests',
    origins: ['http://localhost:3000'],
  }),
  maxSessionsPerUser: 3,
  loginEvents: true,
  importUsers: true,
  exportUsers: true,
  userModel: UserModel.fromFile(path.join(__dirname, 'parts/nickname.ts')),
  emailChange: EmailChange.CONFIRM,
  emailLogin: EmailLogin.code({ signUp: true }),
  apiDocumentation: ApiDocumentation.pages(),
  // The test is about calls that fail, and not about the time of a machine that makes thousands at once.
  functionOptions: { timeout: Duration.seconds(29) },
});
const password = new Secret(stack, 'RootPassword', {
  secretStringValue: SecretValue.unsafePlainText('correct horse battery staple'),
});
users.addSuperuser('Root', { email: 'root@example.com', password });
httpApi.addRoutes({
  path: '/own/any',
  methods: [HttpMethod.GET],
  integration: makeEcho(stack)(),
  authorizer: users.authorizer(),
});
