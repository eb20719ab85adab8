import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { TableEncryptionV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import type { OpenApiDocument } from '../contract/documentation.ts';
import type { UsersApiProps } from '../users-api-props';
import { UsersTable } from '../users-table';
import { FunctionCode } from './functions/code';
import type { Resources } from './functions/context';
import { type OwnApi, usersHttpApi } from './gateway/api';
import { warnOfCors } from './gateway/cors';
import { givenHttpApi } from './gateway/given-api';
import { publicUrlOf } from './gateway/public-url';
import { givenEventBus } from './given/event-bus';
import { givenSecret } from './given/secret';
import { givenTable } from './given/table';
import type { Described } from './openapi/components';
import { openApiDocument } from './openapi/document';
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
  const { tableRemovalPolicy: removalPolicy, deletionProtection, encryptionKey } = settings;
  const secret = (id: string, purpose: string, given?: aws_secretsmanager.ISecretRef) =>
    given === undefined ? generatedSecret(scope, id, purpose, settings) : givenSecret(scope, given);
  const table =
    props.table === undefined
      ? new UsersTable(scope, 'Table', {
          removalPolicy,
          deletionProtection,
          encryption: encryptionKey && TableEncryptionV2.customerManagedKey(encryptionKey),
        })
      : givenTable(scope, props.table);
  const eventBus =
    props.eventBus === undefined
      ? new EventBus(scope, 'EventBus', { kmsKey: encryptionKey })
      : givenEventBus(scope, props.eventBus);
  const resetPasswordTokenSecret = secret(
    'ResetPasswordTokenSecret',
    'password reset tokens',
    props.resetPasswordTokenSecret,
  );
  const verificationTokenSecret = secret(
    'VerificationTokenSecret',
    'verification tokens',
    props.verificationTokenSecret,
  );
  const { httpApi, ownApi } = makeHttpApi(scope, props, settings);
  const issuer = publicUrlOf(scope, httpApi, settings);
  return {
    table,
    eventBus,
    resetPasswordTokenSecret,
    verificationTokenSecret,
    httpApi,
    ownApi,
    code: new FunctionCode({ settings, document: servedDocument(settings), issuer }),
    issuer,
    tokenSecrets: tokenSecrets(scope, settings),
    clientSecretOf: ({ clientSecret }) => givenSecret(scope, clientSecret),
    ...(settings.clientAddress.kind === 'cloudfront' && {
      originSecret: givenSecret(scope, settings.clientAddress.secret),
    }),
    ...signerKeyOf(scope, settings),
    ...((settings.mfa ?? settings.requireMfa) && {
      mfaTokenSecret: secret('MfaTokenSecret', 'tokens of logins that need a second factor'),
    }),
    ...(settings.mfa && {
      mfaSecret: secret('MfaSecret', 'secrets of authenticator apps', props.mfa?._secret),
    }),
    ...(settings.passkeys && {
      passkeyChallengeSecret: secret('PasskeyChallengeSecret', 'challenges of passkeys'),
    }),
    ...(settings.oauthClients.length > 0 && {
      oauthStateSecret: secret('OAuthStateSecret', 'logins at providers'),
    }),
    ...(settings.emailLogin && {
      emailLoginSecret: secret('EmailLoginSecret', 'codes by mail'),
      emailAttemptSecret: secret('EmailAttemptSecret', 'attempts to sign in by mail'),
    }),
  };
}

function signerKeyOf(scope: Construct, { importedHashes }: Settings) {
  const firebase = importedHashes.find((each) => each.scheme === 'firebase');
  return firebase && { signerKeySecret: givenSecret(scope, firebase.signerKey) };
}

/** The document for the function that serves it, if there is one. */
function servedDocument(settings: Settings): OpenApiDocument | undefined {
  if (settings.documentation === 'none') return undefined;
  return openApiDocument(settings) as Described & OpenApiDocument;
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
