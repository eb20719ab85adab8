/** Attributes that writes of second factors set or compare, as those in `write-attributes.ts`. */
import { KEYS } from './attributes.ts';
import { LOGIN_ATTRIBUTES } from './write-attributes.ts';

/** A code that is used for a login: it is the last one of its secret, or one recovery code fewer is left. */
export const USED_CODE_ATTRIBUTES = [
  ...LOGIN_ATTRIBUTES.filter((name) => name !== 'password_hash'),
  'sealed',
  'last_step',
  'recovery_codes',
  'version',
] as const;

/** The step of the last code of an app that was used. */
export const STEP_ATTRIBUTES = [...KEYS, 'sealed', 'last_step'] as const;

/** An authenticator app that waits for its first code. */
export const ENROLMENT_ATTRIBUTES = [
  ...KEYS,
  'user_id',
  'sealed',
  'created_at',
  'expires_at',
] as const;

/** An authenticator app in force, and its recovery codes. */
export const ENROLLED_ATTRIBUTES = [
  ...KEYS,
  'user_id',
  'sealed',
  'last_step',
  'created_at',
] as const;
export const RECOVERY_CODE_ATTRIBUTES = [...KEYS, 'user_id', 'created_at'] as const;

/** Which factors a user has, on a user who is as read. */
export const FACTORS_CHANGE_ATTRIBUTES = [
  ...KEYS,
  'event',
  'version',
  'totp',
  'recovery_codes',
] as const;

/** The same, and the code that was given for it. */
export const CODES_CHANGE_ATTRIBUTES = [
  ...KEYS,
  'event',
  'version',
  'recovery_codes',
  'sealed',
  'last_step',
] as const;
