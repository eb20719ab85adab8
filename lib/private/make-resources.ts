import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { UsersApiProps } from '../users-api-props';
import { UsersTable } from '../users-table';
import type { Resources } from './functions/context';
import { usersHttpApi } from './gateway/api';
import { publicUrlOf } from './gateway/public-url';
import type { Settings } from './settings/settings';
import { generatedSecret, tokenSecrets } from './storage/secrets';

/** What the functions work with, and the API in front of them: the given ones or the construct's own. */
export function makeResources(
  scope: Construct,
  props: UsersApiProps,
  settings: Settings,
): Resources & { readonly httpApi: IHttpApi } {
  const { removalPolicy, deletionProtection } = settings;
  const secret = (id: string, purpose: string) => generatedSecret(scope, id, purpose, settings);
  const table =
    props.table ?? new UsersTable(scope, 'Table', { removalPolicy, deletionProtection });
  const eventBus = props.eventBus ?? new EventBus(scope, 'EventBus');
  const resetPasswordTokenSecret =
    props.resetPasswordTokenSecret ?? secret('ResetPasswordTokenSecret', 'password reset tokens');
  const verificationTokenSecret =
    props.verificationTokenSecret ?? secret('VerificationTokenSecret', 'verification tokens');
  const httpApi = props.httpApi ?? usersHttpApi(scope, settings, props.throttle);
  return {
    table,
    eventBus,
    resetPasswordTokenSecret,
    verificationTokenSecret,
    httpApi,
    issuer: publicUrlOf(scope, httpApi, settings),
    tokenSecrets: tokenSecrets(scope, settings),
    ...(settings.oauthClients.length > 0 && {
      oauthStateSecret: secret('OAuthStateSecret', 'logins at providers'),
    }),
  };
}
