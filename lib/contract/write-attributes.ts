/**
 * Names of attributes, for the writes of functions that may not change all of an item.
 *
 * IAM knows only that a request names an attribute, not whether to set it or to compare it. So a list
 * for a write has what it sets, what its condition compares, and the keys.
 */
import {
  ASKED_ATTRIBUTES,
  FACTOR_ATTRIBUTES,
  KEYS,
  LIST_INDEX,
  SESSION_LIST_ATTRIBUTES,
  USER_ATTRIBUTES,
} from './attributes.ts';

/** A new session, of either kind. */
const NEW_SESSION_ATTRIBUTES = [
  ...KEYS,
  ...SESSION_LIST_ATTRIBUTES.filter((name) => name !== 'sk' && name !== 'ended_at'),
  'auth_time',
  'amr',
] as const;

/** A new session that is signed in by its token. */
export const TOKEN_SESSION_ATTRIBUTES = [
  ...NEW_SESSION_ATTRIBUTES,
  'secret_hash',
  'claims',
] as const;

/** A new session whose tokens are refreshed. */
export const REFRESHED_SESSION_ATTRIBUTES = [...NEW_SESSION_ATTRIBUTES, 'generation'] as const;

/** The next refresh token of a session, or its end. */
export const REFRESH_ATTRIBUTES = [
  ...KEYS,
  'generation',
  'rotation',
  'rotated_at',
  'last_used_at',
  'backend',
  'token_version',
  'expires_at',
  'ended_at',
  'event',
] as const;

/** The note that a token was logged out. */
export const REVOCATION_ATTRIBUTES = [...KEYS, 'user_id', 'expires_at'] as const;

/** The note that names the actor of a deletion. */
export const DELETION_ATTRIBUTES = [...KEYS, 'actor', 'expires_at'] as const;

/** A request for a token that is mailed. */
export const REQUEST_ATTRIBUTES = [
  ...KEYS,
  'email',
  'event',
  'expires_at',
  ...ASKED_ATTRIBUTES,
] as const;

/** A request for a code to sign in with. */
export const LOGIN_REQUEST_ATTRIBUTES = [
  ...REQUEST_ATTRIBUTES,
  'request_name',
  'tries_left',
] as const;

/** One try of its code. */
export const CODE_TRY_ATTRIBUTES = [...KEYS, 'request_name', 'tries_left', 'tried_by'] as const;

/** A request for a new address. */
export const EMAIL_CHANGE_ATTRIBUTES = [
  ...REQUEST_ATTRIBUTES,
  'user_id',
  'new_email',
  'credential_version',
] as const;

/** A new credential without a password. */
const NEW_CREDENTIAL_ATTRIBUTES = [
  ...KEYS,
  'email',
  'user_id',
  'credential_version',
  'token_version',
  'is_active',
  'is_verified',
  'claims',
] as const;

/** A credential with its password's hash: a new one, or one that moves to another address. */
export const MOVED_CREDENTIAL_ATTRIBUTES = [
  ...NEW_CREDENTIAL_ATTRIBUTES,
  'password_hash',
  'link_version',
  'link_floor',
  ...FACTOR_ATTRIBUTES,
] as const;

/** A new user without a password. Who is no superuser has no `is_superuser`, so nobody becomes one by it. */
const NEW_USER_ATTRIBUTES = [
  ...NEW_CREDENTIAL_ATTRIBUTES,
  LIST_INDEX.partitionKey,
  ...USER_ATTRIBUTES.filter(
    (name) =>
      name !== 'is_superuser' && !(NEW_CREDENTIAL_ATTRIBUTES as readonly string[]).includes(name),
  ),
  'custom',
  'version',
  'event',
] as const;

/** A new user, profile and credential together. */
export const REGISTERED_ATTRIBUTES = [...NEW_USER_ATTRIBUTES, 'password_hash'] as const;
export const CREATED_ATTRIBUTES = [...REGISTERED_ATTRIBUTES, 'is_superuser'] as const;

/** A user of another system, who may have no password here. */
export const IMPORTED_ATTRIBUTES = [...CREATED_ATTRIBUTES, 'passwordless'] as const;

const ACCOUNT_ATTRIBUTES = [
  'user_id',
  'client',
  'issuer',
  'subject',
  'email',
  'created_at',
  'link_version',
] as const;

/** A user's account at a provider. */
export const LINKED_ATTRIBUTES = [...KEYS, ...ACCOUNT_ATTRIBUTES] as const;

/** A new user by an account at a provider. */
export const PROVIDED_ATTRIBUTES = [
  ...new Set([...NEW_USER_ATTRIBUTES, ...ACCOUNT_ATTRIBUTES]),
  'passwordless',
  'link_issuers',
] as const;

/** A new user by a code that was mailed. */
export const SIGNED_UP_ATTRIBUTES = [...NEW_USER_ATTRIBUTES, 'passwordless'] as const;

/** An attempt that came back from a provider. */
export const USED_ATTEMPT_ATTRIBUTES = [...KEYS, 'use', 'expires_at'] as const;

/** A link of an account, on a user who is as read. */
export const LINK_ATTRIBUTES = [...KEYS, 'event', 'version', 'link_issuers'] as const;

/** A link to the owner of an address, which ends every login of before. */
export const OWNER_LINK_ATTRIBUTES = [
  ...LINK_ATTRIBUTES,
  'token_version',
  'surviving_token',
  'link_floor',
] as const;

/** The event of a login, on a user who is as read. */
export const LOGIN_EVENT_ATTRIBUTES = [
  ...KEYS,
  'event',
  'is_active',
  'token_version',
  'email',
] as const;

/** A better hash of the same password, and the event, on a user who is as read. */
export const LOGIN_ATTRIBUTES = [
  ...KEYS,
  'password_hash',
  'event',
  'email',
  'user_id',
  'credential_version',
  'token_version',
  'is_active',
] as const;

/** A new password, which ends every login, and verifies the address. */
export const RESET_ATTRIBUTES = [
  ...KEYS,
  'password_hash',
  'user_id',
  'credential_version',
  'token_version',
  'is_active',
  'email',
  'is_verified',
  'updated_at',
  'version',
  'surviving_token',
  'passwordless',
  'link_version',
  'link_floor',
  'event',
] as const;

/**
 * A code that is used, with the event of the login; and the first one of an address that was not verified, which ends what
 * was there before. It names the hash of a password in order to remove it.
 */
export const CODE_LOGIN_ATTRIBUTES = [
  ...new Set([...LOGIN_EVENT_ATTRIBUTES, ...RESET_ATTRIBUTES]),
  'tries_left',
  'used_by',
] as const;

/** A verified address. */
export const VERIFY_ATTRIBUTES = [
  ...KEYS,
  'is_verified',
  'updated_at',
  'version',
  'event',
] as const;

/** The end of all logins. */
export const LOGINS_END_ATTRIBUTES = [
  ...KEYS,
  'version',
  'token_version',
  'surviving_token',
] as const;

/** A confirmed address, on the profile. */
export const CONFIRMED_ATTRIBUTES = [
  ...VERIFY_ATTRIBUTES,
  'email',
  'pending_email',
  'link_version',
] as const;

/** What users change of themselves, where a new address has to be confirmed. */
export const OWN_CHANGE_ATTRIBUTES = [
  ...KEYS,
  'updated_at',
  'version',
  'event',
  'pending_email',
  'custom',
  'claims',
  'token_version',
  'surviving_token',
  'password_hash',
  'passwordless',
  'credential_version',
] as const;

/** The same, where a new address is in force at once. */
export const OWN_MOVE_ATTRIBUTES = [
  ...OWN_CHANGE_ATTRIBUTES,
  'email',
  'is_verified',
  'link_version',
] as const;

export const SUPERUSER_COUNT_ATTRIBUTES = [...KEYS, 'active_superusers'] as const;

/** What superusers change of others: flags as well, and the count of superusers with them. */
export const ANY_CHANGE_ATTRIBUTES = [
  ...OWN_MOVE_ATTRIBUTES,
  'is_active',
  'is_superuser',
  'active_superusers',
  'link_floor',
  'link_issuers',
] as const;
