/**
 * Names of attributes, for the reads and writes of functions that may not see or change all of an item.
 *
 * IAM knows only that a request names an attribute, not whether to set it or to compare it. So a list
 * for a write has what it sets, what its condition compares, and the keys.
 */

/** The keys of every item. */
const KEYS = ['pk', 'sk'] as const;

/** What every user has. Names are the wire's. */
export const USER_ATTRIBUTES = [
  'id',
  'email',
  'is_active',
  'is_superuser',
  'is_verified',
  'created_at',
  'updated_at',
] as const;

/** The index that lists users, oldest first: partition key `list`, sort key `id`. */
export const LIST_INDEX = {
  name: 'users-by-age',
  partitionKey: 'list',
  sortKey: 'id',
  /** A pattern for `dynamodb:LeadingKeys`. */
  keys: 'LIST#*',
  /** What it carries beside the keys: the user. */
  attributes: [...USER_ATTRIBUTES.filter((name) => name !== 'id'), 'custom'],
} as const;

/** What a lookup reads: a profile, and of a credential only whose it is. It never reads a hash. */
export const LOOKUP_ATTRIBUTES = [
  'sk',
  LIST_INDEX.sortKey,
  ...LIST_INDEX.attributes,
  'version',
  'token_version',
  'surviving_token',
  'pending_email',
  'user_id',
] as const;

/** As IAM sees a lookup: it asks for the names of the keys, of table and index, too. */
export const LOOKUP_READS = ['pk', LIST_INDEX.partitionKey, ...LOOKUP_ATTRIBUTES] as const;

/** What a lookup also reads of a session. */
export const SESSION_ATTRIBUTES = [
  'backend',
  'last_used_at',
  'ip',
  'user_agent',
  'expires_at',
  'secret_hash',
  'auth_time',
  'amr',
  'claims',
  'ended_at',
] as const;

/** What a login at a provider reads of a credential, and of an account: never a hash. */
export const SIGN_IN_ATTRIBUTES = [
  'sk',
  'email',
  'user_id',
  'credential_version',
  'token_version',
  'is_active',
  'is_verified',
  'claims',
] as const;

/** As IAM sees such a read. */
export const SIGN_IN_READS = ['pk', ...SIGN_IN_ATTRIBUTES] as const;

/** What the current password of a caller is compared with. */
export const CURRENT_PASSWORD_ATTRIBUTES = [...KEYS, 'user_id', 'password_hash'] as const;

/** What an export reads of any item, the keys included: no hash and no token is among them. */
export const EXPORT_ATTRIBUTES = [
  'pk',
  'sk',
  'user_id',
  'event',
  'credential_version',
  ...SESSION_ATTRIBUTES.filter((name) => name !== 'secret_hash'),
  'created_at',
] as const;

/** What a list of sessions reads: never a secret's hash. */
export const SESSION_LIST_ATTRIBUTES = [
  'sk',
  'user_id',
  'backend',
  'created_at',
  'last_used_at',
  'ip',
  'user_agent',
  'token_version',
  'expires_at',
  'ended_at',
] as const;

/** What may be touched of a session that is used: not whose it is, and not what it may do. */
export const SESSION_USE_ATTRIBUTES = [
  ...KEYS,
  'secret_hash',
  'last_used_at',
  'expires_at',
] as const;

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

/** The note of who deleted a user. */
export const DELETION_ATTRIBUTES = [...KEYS, 'actor', 'expires_at'] as const;

/** A request for a token that is mailed. */
export const REQUEST_ATTRIBUTES = [...KEYS, 'email', 'event', 'expires_at'] as const;

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
export const MOVED_CREDENTIAL_ATTRIBUTES = [...NEW_CREDENTIAL_ATTRIBUTES, 'password_hash'] as const;

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

const ACCOUNT_ATTRIBUTES = ['user_id', 'client', 'subject', 'created_at'] as const;

/** A user's account at a provider. */
export const LINKED_ATTRIBUTES = [...KEYS, ...ACCOUNT_ATTRIBUTES] as const;

/** An attempt that came back from a provider. */
export const USED_ATTEMPT_ATTRIBUTES = [...KEYS, 'use', 'expires_at'] as const;

/** A new user by an account at a provider. */
export const PROVIDED_ATTRIBUTES = [
  ...new Set([...NEW_USER_ATTRIBUTES, ...ACCOUNT_ATTRIBUTES]),
] as const;

/** The event of a link, on a user who is as read. */
export const LINK_EVENT_ATTRIBUTES = [...KEYS, 'event', 'is_active', 'token_version'] as const;

/** The event of a link to the owner of an address, or of a login. */
export const OWNER_EVENT_ATTRIBUTES = [...LINK_EVENT_ATTRIBUTES, 'email', 'is_verified'] as const;

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

/** A new password, which ends every login. */
export const RESET_ATTRIBUTES = [
  ...KEYS,
  'password_hash',
  'user_id',
  'credential_version',
  'token_version',
  'is_active',
  'email',
  'updated_at',
  'version',
  'surviving_token',
  'event',
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
export const CONFIRMED_ATTRIBUTES = [...VERIFY_ATTRIBUTES, 'email', 'pending_email'] as const;

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
  'credential_version',
] as const;

/** The same, where a new address is in force at once. */
export const OWN_MOVE_ATTRIBUTES = [...OWN_CHANGE_ATTRIBUTES, 'email', 'is_verified'] as const;

export const SUPERUSER_COUNT_ATTRIBUTES = [...KEYS, 'active_superusers'] as const;

/** What superusers change of others: flags as well, and the count of superusers with them. */
export const ANY_CHANGE_ATTRIBUTES = [
  ...OWN_MOVE_ATTRIBUTES,
  'is_active',
  'is_superuser',
  'active_superusers',
] as const;
