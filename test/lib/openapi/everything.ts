import * as path from 'node:path';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  ApiDocumentation,
  AuthBackend,
  EmailChange,
  EmailLogin,
  HostedPages,
  Mfa,
  OAuthClient,
  Passkeys,
  RequireMfa,
  SessionTransport,
  UserModel,
  type UsersApiProps,
} from '../../../lib';
import { newStack, synthesize } from '../support';

const MODELS = path.join(__dirname, '../../../examples');

/** An API with every route, and with every reason to refuse. */
export function everything(others: UsersApiProps = {}) {
  const stack = newStack();
  const client = {
    clientId: 'id',
    clientSecret: new Secret(stack, 'Client'),
    mfaUrl: 'https://app.example.com/second-factor',
  };
  return synthesize(
    {
      authBackends: [
        AuthBackend.jwt({ refresh: {} }),
        AuthBackend.cookie({ refresh: {} }),
        AuthBackend.session({ name: 'session' }),
        AuthBackend.session({
          name: 'portal',
          transport: SessionTransport.cookie({ cookieName: '__Host-portal' }),
        }),
      ],
      oauthClients: [
        OAuthClient.google({ ...client, backend: 'jwt', errorUrl: 'https://app.example.com/oops' }),
        OAuthClient.github({ ...client, backend: 'cookie' }),
      ],
      userModel: UserModel.fromFile(path.join(MODELS, 'user-hooks.ts')),
      emailChange: EmailChange.CONFIRM,
      emailLogin: EmailLogin.code({ signUp: true }),
      requireVerification: true,
      mfa: Mfa.totp(),
      requireMfa: RequireMfa.EVERYONE,
      passkeys: Passkeys.on({
        rpId: 'example.com',
        rpName: 'Example',
        origins: ['https://app.example.com'],
      }),
      apiDocumentation: ApiDocumentation.pages(),
      pages: HostedPages.on({ brand: { name: 'Example' } }),
      ...others,
    },
    stack,
  ).users;
}
