import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { UsersApiProps } from '../users-api-props';
import { UsersTable } from '../users-table';
import type { Resources } from './functions/context';
import { type OwnApi, usersHttpApi } from './gateway/api';
import { warnOfCors } from './gateway/cors';
import { givenHttpApi } from './gateway/given-api';
import { publicUrlOf } from './gateway/public-url';
import type { Settings } from './settings/settings';
import { generatedSecret, tokenSecrets } from './storage/secrets';

interface Api {
  readonly httpApi: IHttpApi;
  /** What there is of it if the construct makes it. */
  readonly ownApi: OwnApi | undefined;
}

/** What the functions work with, and the API in front of them: the given ones or the construct's own. */
export function makeResources(
  scope: Construct,
  props: UsersApiProps,
  settings: Settings,
): Resources & Api {
  const { removalPolicy, deletionProtection } = settings;
  const secret = (id: string, purpose: string) => generatedSecret(scope, id, purpose, settings);
  const table =
    props.table ?? new UsersTable(scope, 'Table', { removalPolicy, deletionProtection });
  const eventBus = props.eventBus ?? new EventBus(scope, 'EventBus');
  const resetPasswordTokenSecret =
    props.resetPasswordTokenSecret ?? secret('ResetPasswordTokenSecret', 'password reset tokens');
  const verificationTokenSecret =
    props.verificationTokenSecret ?? secret('VerificationTokenSecret', 'verification tokens');
  const { httpApi, ownApi } = makeHttpApi(scope, props, settings);
  return {
    table,
    eventBus,
    resetPasswordTokenSecret,
    verificationTokenSecret,
    httpApi,
    ownApi,
    issuer: publicUrlOf(scope, httpApi, settings),
    tokenSecrets: tokenSecrets(scope, settings),
    ...(settings.oauthClients.length > 0 && {
      oauthStateSecret: secret('OAuthStateSecret', 'logins at providers'),
    }),
  };
}

function makeHttpApi(
  scope: Construct,
  { httpApi, throttle }: Pick<UsersApiProps, 'httpApi' | 'throttle'>,
  settings: Settings,
): Api {
  if (httpApi !== undefined) {
    const given = givenHttpApi(scope, httpApi);
    warnOfCors(scope, given, settings);
    return { httpApi: given, ownApi: undefined };
  }
  const ownApi = usersHttpApi(scope, settings, throttle);
  return { httpApi: ownApi.httpApi, ownApi };
}
