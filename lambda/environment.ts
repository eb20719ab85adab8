import type {
  BackendSettings,
  KeyPairAlgorithm,
  KeyRotationSettings,
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
  passwordMinLength: () => integer('PASSWORD_MIN_LENGTH'),
  bcryptCost: () => integer('BCRYPT_COST'),
  requireCurrentPassword: () => required('REQUIRE_CURRENT_PASSWORD') === 'true',
  loginEvents: () => required('LOGIN_EVENTS') === 'true',
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
  /** Relative to the bundle; set only where the construct has a `userModel`. */
  userModel: () => process.env.USER_MODEL,
};

function required(name: keyof RuntimeEnvironment): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`the environment variable ${name} is missing; the UsersApi construct sets it`);
  }
  return value;
}

function integer(name: keyof RuntimeEnvironment): number {
  const value = required(name);
  if (!/^\d+$/.test(value)) {
    throw new Error(`the environment variable ${name} is ${value}, not a whole number`);
  }
  return Number(value);
}
