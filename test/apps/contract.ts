/**
 * A users API with much of what an OpenAPI document tells: every kind of backend, with and without refresh tokens, clients of an
 * OpenID provider whose issuer is in the environment, custom fields, and addresses that change when they are confirmed.
 */
import * as path from 'node:path';
import { SecretValue, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  ApiDocumentation,
  AuthBackend,
  EmailChange,
  LinkByEmail,
  OAuthClient,
  SessionTransport,
  UserModel,
  UsersApi,
} from '../../lib';
import { appWithoutMails } from './parts/app-without-mails';

const stack = new Stack(appWithoutMails(), 'Contract');
const setting = (name: string, otherwise: string) => process.env[`TEST_OAUTH_${name}`] ?? otherwise;
const provider = {
  issuer: setting('ISSUER', 'https://login.example.com'),
  clientId: setting('CLIENT', 'contract'),
  clientSecret: new Secret(stack, 'ClientSecret', {
    secretStringValue: SecretValue.unsafePlainText(setting('SECRET', 'secret')),
  }),
};

new UsersApi(stack, 'Users', {
  authBackends: [
    AuthBackend.jwt({ refresh: {} }),
    AuthBackend.cookie({ refresh: {} }),
    AuthBackend.session(),
    AuthBackend.session({ name: 'web', transport: SessionTransport.cookie() }),
  ],
  oauthClients: [
    OAuthClient.oidc({ ...provider, name: 'acme', backend: 'jwt' }),
    OAuthClient.oidc({
      ...provider,
      name: 'pages',
      backend: 'cookie',
      successUrl: 'https://app.example.com/welcome',
      errorUrl: 'https://app.example.com/sign-in',
      linkByEmail: LinkByEmail.ALWAYS,
    }),
  ],
  userModel: UserModel.fromFile(path.join(__dirname, '../../examples/user-model.ts')),
  emailChange: EmailChange.CONFIRM,
  apiDocumentation: ApiDocumentation.pages(),
  loginEvents: true,
});
