/** Prints the OpenAPI document of a stack with every route that users have; run by tsx. */
import { App, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AuthBackend, EmailChange, OAuthClient, UsersApi } from '../../../lib';

const stack = new Stack(new App(), 'Everything');
const clientSecret = new Secret(stack, 'ClientSecret');
const { openApi } = new UsersApi(stack, 'Users', {
  authBackends: [
    AuthBackend.jwt({ refresh: {} }),
    AuthBackend.cookie(),
    AuthBackend.session({ name: 'on-the-web' }),
  ],
  oauthClients: [OAuthClient.google({ clientId: 'client', clientSecret })],
  emailChange: EmailChange.CONFIRM,
  requireVerification: true,
});
process.stdout.write(JSON.stringify(openApi));
