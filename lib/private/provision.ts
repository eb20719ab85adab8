import { Stack, Tokenization } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { AuthBackend } from '../auth-backend';
import type { Action, Requirements, RuntimeEnvironment, Setting } from './actions';
import type { Settings } from './settings';

/** What the functions work with. */
export interface Resources {
  readonly table: ITableV2;
  readonly eventBus: IEventBus;
  readonly resetPasswordTokenSecret: ISecret;
  /** The secret of a backend: its own or the shared one. */
  readonly secretOf: (backend: AuthBackend) => ISecret;
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
  return action.settings.map((setting) => provision(scope, setting, settings, resources, own));
}

function provision(
  scope: Construct,
  setting: Setting,
  settings: Settings,
  resources: Resources,
  { backends = settings.authBackends, requirements }: Own,
): Provision {
  const stack = Stack.of(scope);
  const text = Tokenization.stringifyNumber;
  switch (setting) {
    case 'backends': {
      const { secretOf } = resources;
      const described = backends.map((each) => each._settings(secretOf(each).secretArn));
      return {
        environment: { BACKENDS: stack.toJsonString(described) },
        secrets: backends.map(secretOf),
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
    case 'loginEvents':
      return { environment: { LOGIN_EVENTS: `${settings.loginEvents}` } };
    case 'allowedOrigins':
      return { environment: { ALLOWED_ORIGINS: stack.toJsonString(settings.allowedOrigins) } };
    case 'requirements':
      return { environment: { REQUIREMENTS: JSON.stringify(requirements) } };
    case 'basePath':
      return { environment: { BASE_PATH: settings.basePath } };
  }
}
