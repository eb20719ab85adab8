import { Stack, Tokenization } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { AuthBackend } from '../auth-backend';
import type { OAuthClient } from '../oauth-client';
import type {
  Action,
  BackendSettings,
  Feature,
  Requirements,
  RuntimeEnvironment,
  Setting,
} from './actions';
import { USER_MODEL_FILE } from './assets';
import { rotationStatements } from './policies';
import type { TokenSecrets } from './secrets';
import type { Settings } from './settings';

/** What the functions work with. */
export interface Resources {
  readonly table: ITableV2;
  readonly eventBus: IEventBus;
  readonly resetPasswordTokenSecret: ISecret;
  readonly verificationTokenSecret: ISecret;
  readonly tokenSecrets: TokenSecrets;
  /** Signs the attempts to log in at providers; undefined without OAuth clients. */
  readonly oauthStateSecret?: ISecret;
  /** Base URL of the API: who issues the tokens that key pairs sign. */
  readonly issuer: string;
}

/** What one function of an action has for itself. */
export interface Own {
  /**
   * The backends that it serves: it knows of no other and can't read another's secret.
   *
   * @default - all
   */
  readonly backends?: readonly AuthBackend[];
  /** What callers must be, where the action has that setting. */
  readonly requirements?: Requirements;
  /** The OAuth client that it serves: it can read no other's secret, and no other's accounts. */
  readonly client?: OAuthClient;
}

/** What one setting of an action brings along: variables, and what they point at. */
interface Provision {
  readonly environment: Omit<RuntimeEnvironment, 'TABLE_NAME'>;
  readonly secrets?: readonly ISecret[];
  readonly statements?: readonly PolicyStatement[];
}

/**
 * What an action gets for the settings in its row, and nothing else.
 */
export function provisionsOf(
  scope: Construct,
  action: Action,
  settings: Settings,
  resources: Resources,
  own: Own,
): readonly Provision[] {
  const use = action.signs ? 'sign' : 'verify';
  return action.settings.map((setting) =>
    setting === 'oauthClient' || setting === 'oauthClientSecret'
      ? provisionOfClient(scope, setting, action, resources, own)
      : provision(scope, setting, settings, resources, own, use),
  );
}

type ClientSetting = 'oauthClient' | 'oauthClientSecret';

function provision(
  scope: Construct,
  setting: Exclude<Setting, ClientSetting>,
  settings: Settings,
  resources: Resources,
  { backends = settings.authBackends, requirements }: Own,
  use: 'sign' | 'verify',
): Provision {
  const stack = Stack.of(scope);
  const text = Tokenization.stringifyNumber;
  switch (setting) {
    case 'backends': {
      const secretOf = (each: AuthBackend) =>
        each._session === undefined ? resources.tokenSecrets.of(each)[use] : undefined;
      const refreshSecretOf = (each: AuthBackend) =>
        use === 'sign' && each._refresh ? resources.tokenSecrets.refreshOf(each) : undefined;
      const described = backends.map((each) => ({
        ...describe(each, secretOf(each)?.secretArn, resources.issuer),
        refresh: each._refresh && {
          ...each._refresh,
          secretArn: refreshSecretOf(each)?.secretArn,
        },
      }));
      return {
        environment: { BACKENDS: stack.toJsonString(described) },
        secrets: backends
          .flatMap((each) => [secretOf(each), refreshSecretOf(each)])
          .filter((secret) => secret !== undefined),
      };
    }
    case 'cursors': {
      if (settings.authBackends[0]?._derivesKeys) return { environment: {} };
      const { cursors } = resources.tokenSecrets;
      return { environment: { CURSOR_SECRET_ARN: cursors.secretArn }, secrets: [cursors] };
    }
    case 'publicKeys': {
      const secrets = keyPairBackends(settings).map(
        (each) => resources.tokenSecrets.of(each).verify,
      );
      const arns = secrets.map(({ secretArn }) => secretArn);
      return { environment: { PUBLIC_KEYS_SECRET_ARNS: stack.toJsonString(arns) }, secrets };
    }
    case 'issuer': {
      const algorithms = keyPairBackends(settings).map(({ algorithm }) => algorithm.name);
      return {
        environment: {
          ISSUER: resources.issuer,
          SIGNING_ALGORITHMS: stack.toJsonString([...new Set(algorithms)]),
        },
      };
    }
    case 'keyRotation': {
      const [backend] = keyPairBackends({ authBackends: backends });
      if (backend === undefined) throw new Error('rotation is for backends with key pairs');
      const { sign, verify } = resources.tokenSecrets.of(backend);
      return {
        environment: {
          KEY_ROTATION: stack.toJsonString({
            algorithm: backend.algorithm.name,
            signingSecretArn: sign.secretArn,
            publicSecretArn: verify.secretArn,
          }),
        },
        statements: rotationStatements(sign, verify),
      };
    }
    case 'resetToken':
      return {
        environment: {
          RESET_TOKEN_SECRET_ARN: resources.resetPasswordTokenSecret.secretArn,
          RESET_TOKEN_LIFETIME: text(settings.resetPasswordTokenLifetime.toSeconds()),
        },
        secrets: [resources.resetPasswordTokenSecret],
      };
    case 'verificationToken':
      return {
        environment: {
          VERIFICATION_TOKEN_SECRET_ARN: resources.verificationTokenSecret.secretArn,
          VERIFICATION_TOKEN_LIFETIME: text(settings.verificationTokenLifetime.toSeconds()),
        },
        secrets: [resources.verificationTokenSecret],
      };
    case 'eventBus':
      return {
        environment: { EVENT_BUS_NAME: resources.eventBus.eventBusName },
        statements: [
          new PolicyStatement({
            actions: ['events:PutEvents'],
            resources: [resources.eventBus.eventBusArn],
          }),
        ],
      };
    case 'passwordPolicy':
      return { environment: { PASSWORD_MIN_LENGTH: text(settings.passwordMinLength) } };
    case 'passwordHash':
      return { environment: { BCRYPT_COST: text(settings.passwordHashCost) } };
    case 'requireCurrentPassword':
      return { environment: { REQUIRE_CURRENT_PASSWORD: `${settings.requireCurrentPassword}` } };
    case 'emailChange':
      return { environment: { CONFIRM_EMAIL_CHANGE: `${settings.confirmEmailChange}` } };
    case 'requireVerification':
      return { environment: { REQUIRE_VERIFICATION: `${settings.requireVerification}` } };
    case 'loginEvents':
      return { environment: { LOGIN_EVENTS: `${settings.loginEvents}` } };
    case 'maxSessions':
      return { environment: { MAX_SESSIONS_PER_USER: text(settings.maxSessionsPerUser) } };
    case 'allowedOrigins':
      return { environment: { ALLOWED_ORIGINS: stack.toJsonString(settings.allowedOrigins) } };
    case 'requirements':
      return { environment: { REQUIREMENTS: JSON.stringify(requirements) } };
    case 'basePath':
      return { environment: { BASE_PATH: settings.basePath } };
    case 'userModel':
      return { environment: settings.userModel ? { USER_MODEL: `./${USER_MODEL_FILE}` } : {} };
  }
}

/** What the functions of one OAuth client get: only those that exchange a code its secret. */
function provisionOfClient(
  scope: Construct,
  setting: ClientSetting,
  { perClient: flow }: Action,
  { issuer: url, oauthStateSecret: stateSecret }: Resources,
  { client }: Own,
): Provision {
  if (client === undefined || flow === undefined || stateSecret === undefined) {
    throw new Error('these settings are for the functions of an OAuth client');
  }
  if (setting === 'oauthClientSecret') {
    const secret = client.clientSecret;
    return { environment: { OAUTH_CLIENT_SECRET_ARN: secret.secretArn }, secrets: [secret] };
  }
  const described = client._settings(flow, url, stateSecret.secretArn);
  return {
    environment: { OAUTH_CLIENT: Stack.of(scope).toJsonString(described) },
    secrets: [stateSecret],
  };
}

/** What a function has to do with, by the backends that it serves. */
export function featuresOf(
  settings: Settings,
  { backends = settings.authBackends }: Own,
): readonly Feature[] {
  const has: Readonly<Record<Feature, boolean>> = {
    loginEvents: settings.loginEvents,
    keyPairs: keyPairBackends({ authBackends: backends }).length > 0,
    sessions: backends.some(({ _keepsSessions }) => _keepsSessions),
    refresh: backends.some(({ _refresh }) => _refresh !== undefined),
    sessionTokens: backends.some(({ _session }) => _session !== undefined),
    revocations: backends.some(({ _keepsSessions }) => !_keepsSessions),
    currentPassword: settings.requireCurrentPassword,
    confirmEmailChange: settings.confirmEmailChange,
    immediateEmailChange: !settings.confirmEmailChange,
  };
  return (Object.keys(has) as Feature[]).filter((feature) => has[feature]);
}

/** The backends that sign with key pairs. */
export function keyPairBackends({
  authBackends,
}: Pick<Settings, 'authBackends'>): readonly AuthBackend[] {
  return authBackends.filter(({ algorithm }) => algorithm._keyPair !== undefined);
}

function describe(
  backend: AuthBackend,
  secretArn: string | undefined,
  issuer: string,
): BackendSettings {
  const { _keyPair: algorithm } = backend.algorithm;
  const described = backend._settings(secretArn);
  return algorithm === undefined ? described : { ...described, keyPair: { algorithm, issuer } };
}
