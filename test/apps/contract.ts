/**
 * A users API with much of what an OpenAPI document tells: every kind of backend, with and without refresh tokens, clients of an
 * OpenID provider whose issuer is in the environment, custom fields, and addresses that change when they are confirmed.
 */
import * as path from 'node:path';
import { Stack } from 'aws-cdk-lib';
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
import { oidcProvider } from './parts/oidc-provider';

const stack = new Stack(appWithoutMails(), 'Contract');
const provider = oidcProvider(stack);

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
