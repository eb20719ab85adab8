/** Names of attributes, for the reads of functions that may not see all of an item. */

/** The keys of every item. */
export const KEYS = ['pk', 'sk'] as const;

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

/**
 * Which second factors a user has, on the profile and on the credential: `totp` is `true`, the others are numbers, and each is
 * absent where there is none. What changes them changes both and the `version` of the profile in one transaction.
 */
export const FACTOR_ATTRIBUTES = ['totp', 'recovery_codes', 'passkeys'] as const;

/** What a lookup reads: a profile, and of a credential only whose it is. It never reads a hash. */
export const LOOKUP_ATTRIBUTES = [
  'sk',
  LIST_INDEX.sortKey,
  ...LIST_INDEX.attributes,
  'version',
  'token_version',
  'surviving_token',
  'pending_email',
  'passwordless',
  'link_version',
  'link_floor',
  'link_issuers',
  'user_id',
  ...FACTOR_ATTRIBUTES,
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
  'link_version',
  'link_floor',
  ...FACTOR_ATTRIBUTES,
] as const;

/** As IAM sees such a read. */
export const SIGN_IN_READS = ['pk', ...SIGN_IN_ATTRIBUTES] as const;

/** What a read of counters of wrong tries asks for. */
export const ATTEMPT_ATTRIBUTES = [...KEYS, 'n', 'last_at'] as const;

/** What a given password is compared with, to sign in or to change the credential; and the counters of such tries. */
export const GUESS_ATTRIBUTES = [
  ...new Set([...SIGN_IN_READS, 'password_hash', ...ATTEMPT_ATTRIBUTES]),
] as const;

/** What the code of an authenticator app is compared with, and the counters of such tries. */
export const CODE_ATTRIBUTES = [...ATTEMPT_ATTRIBUTES, 'sealed', 'last_step'] as const;

/** The same with the credential that a login goes on for. */
export const LOGIN_CODE_ATTRIBUTES = [...new Set([...SIGN_IN_READS, ...CODE_ATTRIBUTES])] as const;

/** What the first code of an authenticator app is compared with. */
export const FIRST_CODE_ATTRIBUTES = [...ATTEMPT_ATTRIBUTES, 'sealed', 'expires_at'] as const;

/** What the current password of a caller is compared with, and the counters of such tries. */
export const CURRENT_PASSWORD_ATTRIBUTES = [
  ...ATTEMPT_ATTRIBUTES,
  'user_id',
  'password_hash',
] as const;

/** Whether a user is a superuser. */
export const SUPERUSER_ATTRIBUTES = [...KEYS, 'is_superuser'] as const;

/** What a request for a code to sign in with says of itself. */
export const CODE_REQUEST_ATTRIBUTES = [...KEYS, 'request_name', 'event'] as const;

/** When something was asked to be mailed to an address, oldest first: as many requests as count. */
export const ASKED_ATTRIBUTES = [1, 2, 3, 4, 5, 6].map((place) => `asked_${place}`);

/** What a list of passkeys shows. */
export const PASSKEY_LIST_ATTRIBUTES = [
  'credential_id',
  'label',
  'aaguid',
  'transports',
  'backed_up',
] as const;

/** What an export reads of any item, the keys included: no hash and no token is among them. */
export const EXPORT_ATTRIBUTES = [
  'pk',
  'sk',
  'user_id',
  'event',
  'credential_version',
  ...SESSION_ATTRIBUTES.filter((name) => name !== 'secret_hash'),
  'created_at',
  'email',
  ...ASKED_ATTRIBUTES,
  ...PASSKEY_LIST_ATTRIBUTES,
] as const;

/** What an operator's export reads of profiles and credentials: hashes, and nothing of logins. */
export const TRANSFER_ATTRIBUTES = [
  'sk',
  ...USER_ATTRIBUTES,
  'custom',
  'user_id',
  'password_hash',
] as const;

/** As IAM sees such a read. */
export const TRANSFER_READS = ['pk', ...TRANSFER_ATTRIBUTES] as const;

/** What a list of accounts at providers reads. */
export const LINKED_ACCOUNT_ATTRIBUTES = ['sk', 'email', 'created_at', 'link_version'] as const;

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
