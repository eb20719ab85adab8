import type { BackendSettings, Requirements, RuntimeEnvironment } from '../lib/private/actions.ts';

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
