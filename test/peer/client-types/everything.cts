/** Prints the OpenAPI document of a stack with every route that users have; run by tsx. */
import { App, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  AuthBackend,
  EmailChange,
  EmailLogin,
  Mfa,
  OAuthClient,
  Passkeys,
  RequireMfa,
  UsersApi,
} from '../../../lib';

const stack = new Stack(new App(), 'Everything');
const clientSecret = new Secret(stack, 'ClientSecret');
const { openApi } = new UsersApi(stack, 'Users', {
  authBackends: [
    AuthBackend.jwt({ refresh: {} }),
    AuthBackend.cookie(),
    AuthBackend.session({ name: 'on-the-web' }),
  ],
  oauthClients: [
    OAuthClient.google({
      clientId: 'client',
      clientSecret,
      mfaUrl: 'https://app.example.com/second-factor',
    }),
  ],
  mfa: Mfa.totp(),
  requireMfa: RequireMfa.EVERYONE,
  passkeys: Passkeys.on({
    rpId: 'example.com',
    rpName: 'Example',
    origins: ['https://app.example.com'],
  }),
  emailLogin: EmailLogin.code({ signUp: true }),
  emailChange: EmailChange.CONFIRM,
  requireVerification: true,
});
process.stdout.write(JSON.stringify(openApi));
