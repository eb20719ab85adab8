import type {
  AdminEnvironment,
  BackendSettings,
  KeyPairAlgorithm,
  KeyRotationSettings,
  OAuthClientSettings,
  Requirements,
  RuntimeEnvironment,
} from '../lib/private/actions.ts';

/**
 * The function's environment, as the construct sets it; read by `composition.ts` alone. A variable
 * that is missing stops the function at its start.
 */
export const environment = {
  tableName: () => required('TABLE_NAME'),
  backends: () => JSON.parse(required('BACKENDS')) as readonly BackendSettings[],
  resetTokenSecretArn: () => required('RESET_TOKEN_SECRET_ARN'),
  resetTokenLifetime: () => integer('RESET_TOKEN_LIFETIME'),
  verificationTokenSecretArn: () => required('VERIFICATION_TOKEN_SECRET_ARN'),
  verificationTokenLifetime: () => integer('VERIFICATION_TOKEN_LIFETIME'),
  passwordMinLength: () => integer('PASSWORD_MIN_LENGTH'),
  bcryptCost: () => integer('BCRYPT_COST'),
  requireCurrentPassword: () => required('REQUIRE_CURRENT_PASSWORD') === 'true',
  confirmEmailChange: () => required('CONFIRM_EMAIL_CHANGE') === 'true',
  requireVerification: () => required('REQUIRE_VERIFICATION') === 'true',
  loginEvents: () => required('LOGIN_EVENTS') === 'true',
  maxSessionsPerUser: () => integer('MAX_SESSIONS_PER_USER'),
  allowedOrigins: () => JSON.parse(required('ALLOWED_ORIGINS')) as readonly string[],
  requirements: () => JSON.parse(required('REQUIREMENTS')) as Requirements,
  basePath: () => required('BASE_PATH'),
  eventBusName: () => required('EVENT_BUS_NAME'),
  /** Set only where the first backend has no secret to derive keys from. */
  cursorSecretArn: () => process.env.CURSOR_SECRET_ARN,
  publicKeysSecretArns: () => JSON.parse(required('PUBLIC_KEYS_SECRET_ARNS')) as readonly string[],
  issuer: () => required('ISSUER'),
  signingAlgorithms: () =>
    JSON.parse(required('SIGNING_ALGORITHMS')) as readonly KeyPairAlgorithm[],
  keyRotation: () => JSON.parse(required('KEY_ROTATION')) as KeyRotationSettings,
  oauthClient: () => JSON.parse(required('OAUTH_CLIENT')) as OAuthClientSettings,
  oauthClientSecretArn: () => required('OAUTH_CLIENT_SECRET_ARN'),
  /** Relative to the bundle; set only where the construct has a `userModel`. */
  userModel: () => process.env.USER_MODEL,
};

/** That of the admin client, in functions that are not ours. */
export const adminEnvironment = {
  tableName: () => required('USERS_API_TABLE_NAME', ADMIN_HINT),
  passwordMinLength: () => integer('USERS_API_PASSWORD_MIN_LENGTH', ADMIN_HINT),
  passwordHashCost: () => integer('USERS_API_BCRYPT_COST', ADMIN_HINT),
  hasUserModel: () => process.env.USERS_API_HAS_USER_MODEL === 'true',
};

const SET_BY_CONSTRUCT = 'the UsersApi construct sets it';
const ADMIN_HINT = 'give environment: users.adminEnvironment to the function, or the option';

type Variable = keyof RuntimeEnvironment | keyof AdminEnvironment;

function required(name: Variable, hint = SET_BY_CONSTRUCT): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`the environment variable ${name} is missing; ${hint}`);
  }
  return value;
}

function integer(name: Variable, hint?: string): number {
  const value = required(name, hint);
  if (!/^\d+$/.test(value)) {
    throw new Error(`the environment variable ${name} is ${value}, not a whole number`);
  }
  return Number(value);
}
