/**
 * The table of actions: the one place that says which functions exist, where each is routed, what
 * it may touch and which settings it reads. The construct makes functions, routes and policies
 * from it; the build makes one bundle per row; the OpenAPI document is made from it. Pure data,
 * with imports of types alone, so that both sides can read it; which is why it is one file.
 */
import type { Action, TableAccess } from './action';

export type * from './action';
export type * from './runtime-environment';

/** Partition key prefixes of the table's items; `docs/architecture.md` describes the items. */
const PROFILE = 'USER#*';
const CREDENTIAL = 'EMAIL#*';
const SESSION = 'SESSION#*';
const REVOKED = 'REVOKED#*';
const REQUEST = 'REQUEST#*';
/** Accounts at the provider of one client. */
const ACCOUNT = 'OAUTH#{client}#*';
const ANY_ACCOUNT = 'OAUTH#*';
const ACCOUNT_OF_USER = 'ACCOUNT#*';
const SUPERUSER_COUNT = 'SUPERUSERS';

/** The index that lists users, oldest first: partition key `list`, sort key `id`. */
export const LIST_INDEX = {
  name: 'users-by-age',
  partitionKey: 'list',
  sortKey: 'id',
  keys: 'LIST#*',
  /** What it carries besides the keys: the user. */
  attributes: [
    'email',
    'is_active',
    'is_superuser',
    'is_verified',
    'created_at',
    'updated_at',
    'custom',
  ],
} as const;

/** What a lookup reads: a profile, and of a credential just whose it is. It never reads a hash. */
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

/** What a lookup reads of a session besides. */
export const SESSION_ATTRIBUTES = [
  'backend',
  'last_used_at',
  'ip',
  'user_agent',
  'expires_at',
  'secret_hash',
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
const SESSION_USE_ATTRIBUTES = ['pk', 'sk', 'secret_hash', 'last_used_at', 'expires_at'] as const;

/** The sign-in state of a caller, in one read. */
const SIGN_IN_STATE: readonly TableAccess[] = [
  { calls: ['BatchGetItem'], keys: [PROFILE] },
  { calls: ['BatchGetItem'], keys: [SESSION], onlyWith: 'sessions' },
  { calls: ['BatchGetItem'], keys: [REVOKED], onlyWith: 'revocations' },
  {
    calls: ['UpdateItem'],
    keys: [SESSION],
    attributes: SESSION_USE_ATTRIBUTES,
    onlyWith: 'sessionTokens',
  },
];

const LIST_SESSIONS: TableAccess = {
  calls: ['Query'],
  keys: [SESSION],
  attributes: ['pk', ...SESSION_LIST_ATTRIBUTES],
};

/** What keeps the sessions of a user to their limit, at every way to sign in. */
const LIMIT_SESSIONS: readonly TableAccess[] = [
  { ...LIST_SESSIONS, onlyWith: 'sessions' },
  { calls: ['DeleteItem'], keys: [SESSION], onlyWith: 'sessions' },
];

/**
 * What code besides the actions may be granted. IAM asks for the names of the keys, of table and
 * index, too where attributes are named.
 */
export const READ_USERS: readonly TableAccess[] = [
  {
    calls: ['BatchGetItem'],
    keys: [PROFILE, CREDENTIAL],
    attributes: ['pk', LIST_INDEX.partitionKey, ...LOOKUP_ATTRIBUTES],
  },
  { calls: ['Query'], keys: [LIST_INDEX.keys], index: LIST_INDEX.name },
  { ...LIST_SESSIONS, onlyWith: 'sessions' },
];

/** A change of address or password moves the hash along, so the credential is read whole. */
export const MANAGE_USERS: readonly TableAccess[] = [
  ...READ_USERS,
  { calls: ['PutItem', 'UpdateItem', 'DeleteItem'], keys: [PROFILE, CREDENTIAL] },
  { calls: ['GetItem'], keys: [CREDENTIAL] },
  { calls: ['UpdateItem'], keys: [SUPERUSER_COUNT] },
];

/** Sort keys of the items whose stream records can hold an event: the relay's filter. */
export const EVENT_SORT_KEYS = [
  'PROFILE',
  'forgot-password',
  'request-verify',
  'email-change',
] as const;

/** A session has an event only where it ended by a refresh token that was used again. */
export const SESSION_SORT_KEY_PREFIX = 'SESSION#';

export const ACTIONS: readonly Action[] = [
  {
    name: 'register',
    summary: 'Create an account.',
    caller: 'anyone',
    route: { method: 'POST', path: '/register' },
    hashes: true,
    settings: ['passwordPolicy', 'passwordHash', 'userModel'],
    table: [{ calls: ['PutItem'], keys: [PROFILE, CREDENTIAL] }],
  },
  {
    name: 'login',
    summary: 'Exchange an address and a password for the credential of one backend.',
    caller: 'anyone',
    route: { method: 'POST', path: '/login/{backend}' },
    perBackend: true,
    signs: true,
    hashes: true,
    settings: [
      'backends',
      'passwordHash',
      'requireVerification',
      'loginEvents',
      'maxSessions',
      'allowedOrigins',
      'userModel',
    ],
    table: [
      { calls: ['GetItem', 'UpdateItem'], keys: [CREDENTIAL] },
      { calls: ['UpdateItem'], keys: [PROFILE], onlyWith: 'loginEvents' },
      { calls: ['ConditionCheckItem'], keys: [CREDENTIAL], onlyWith: 'sessions' },
      { calls: ['PutItem'], keys: [SESSION], onlyWith: 'sessions' },
      ...LIMIT_SESSIONS,
    ],
  },
  {
    name: 'refresh',
    summary: 'Exchange a refresh token of one backend for the next one and an access token.',
    caller: 'anyone',
    route: { method: 'POST', path: '/refresh/{backend}' },
    perBackend: true,
    signs: true,
    onlyWith: 'refresh',
    settings: ['backends', 'allowedOrigins', 'requireVerification', 'userModel'],
    table: [
      { calls: ['BatchGetItem'], keys: [PROFILE] },
      { calls: ['UpdateItem'], keys: [SESSION] },
    ],
  },
  {
    name: 'logout',
    summary: 'End the login of a credential of one backend.',
    caller: 'user',
    route: { method: 'POST', path: '/logout/{backend}' },
    perBackend: true,
    settings: ['backends', 'allowedOrigins'],
    table: [
      { calls: ['ConditionCheckItem'], keys: [PROFILE] },
      { calls: ['DeleteItem'], keys: [SESSION], onlyWith: 'sessions' },
      { calls: ['PutItem'], keys: [REVOKED], onlyWith: 'revocations' },
    ],
  },
  {
    name: 'forgot-password',
    summary: 'Ask for a reset token, which arrives as an event.',
    caller: 'anyone',
    route: { method: 'POST', path: '/forgot-password' },
    settings: [],
    table: [{ calls: ['PutItem'], keys: [REQUEST] }],
  },
  {
    name: 'reset-password',
    summary: 'Set a new password with a reset token.',
    caller: 'anyone',
    route: { method: 'POST', path: '/reset-password' },
    hashes: true,
    settings: ['resetToken', 'passwordPolicy', 'passwordHash', 'userModel'],
    table: [{ calls: ['UpdateItem'], keys: [PROFILE, CREDENTIAL] }],
  },
  {
    name: 'request-verify-token',
    summary: 'Ask for a token that verifies an address, which arrives as an event.',
    caller: 'anyone',
    route: { method: 'POST', path: '/request-verify-token' },
    settings: [],
    table: [{ calls: ['PutItem'], keys: [REQUEST] }],
  },
  {
    name: 'verify',
    summary: 'Verify an address with its token.',
    caller: 'anyone',
    route: { method: 'POST', path: '/verify' },
    settings: ['verificationToken', 'userModel'],
    table: [
      { calls: ['BatchGetItem', 'UpdateItem'], keys: [PROFILE] },
      { calls: ['UpdateItem'], keys: [CREDENTIAL] },
    ],
  },
  {
    name: 'confirm-email-change',
    summary: 'Move to the new address with its token.',
    caller: 'anyone',
    route: { method: 'POST', path: '/confirm-email-change' },
    onlyWith: 'confirmEmailChange',
    settings: ['verificationToken', 'userModel'],
    table: [
      { calls: ['BatchGetItem', 'UpdateItem'], keys: [PROFILE] },
      { calls: ['GetItem', 'PutItem', 'DeleteItem'], keys: [CREDENTIAL] },
    ],
  },
  {
    name: 'get-me',
    summary: 'The signed-in user.',
    caller: 'user',
    route: { method: 'GET', path: '/me' },
    verified: true,
    settings: ['backends', 'requireVerification', 'userModel'],
    table: SIGN_IN_STATE,
  },
  {
    name: 'update-me',
    summary: "Change one's own address or password.",
    caller: 'user',
    route: { method: 'PATCH', path: '/me' },
    verified: true,
    hashes: true,
    settings: [
      'backends',
      'allowedOrigins',
      'passwordPolicy',
      'passwordHash',
      'requireCurrentPassword',
      'requireVerification',
      'emailChange',
      'userModel',
    ],
    table: [
      ...SIGN_IN_STATE,
      { calls: ['UpdateItem'], keys: [PROFILE] },
      { calls: ['PutItem'], keys: [REQUEST], onlyWith: 'confirmEmailChange' },
      { calls: ['GetItem', 'UpdateItem'], keys: [CREDENTIAL] },
      { calls: ['PutItem', 'DeleteItem'], keys: [CREDENTIAL], onlyWith: 'immediateEmailChange' },
    ],
  },
  {
    name: 'delete-me',
    summary: 'Delete oneself, and all that is stored of one.',
    caller: 'user',
    route: { method: 'DELETE', path: '/me' },
    hashes: true,
    settings: ['backends', 'allowedOrigins', 'passwordHash', 'requireCurrentPassword', 'userModel'],
    table: [
      ...SIGN_IN_STATE,
      { calls: ['GetItem'], keys: [CREDENTIAL], onlyWith: 'currentPassword' },
      { calls: ['DeleteItem'], keys: [PROFILE, CREDENTIAL] },
      { calls: ['UpdateItem'], keys: [SUPERUSER_COUNT] },
    ],
  },
  {
    name: 'export-me',
    summary: 'All that is stored of the signed-in user, but for what is secret.',
    caller: 'user',
    route: { method: 'GET', path: '/me/export' },
    settings: ['backends', 'userModel'],
    table: [
      ...SIGN_IN_STATE,
      { calls: ['GetItem'], keys: [PROFILE, CREDENTIAL], attributes: EXPORT_ATTRIBUTES },
      {
        calls: ['Query'],
        keys: [SESSION, REVOKED, ACCOUNT_OF_USER, REQUEST],
        attributes: EXPORT_ATTRIBUTES,
      },
    ],
  },
  {
    name: 'list-my-sessions',
    summary: 'Where one is signed in, newest first.',
    caller: 'user',
    route: { method: 'GET', path: '/me/sessions' },
    onlyWith: 'sessions',
    settings: ['backends'],
    table: [...SIGN_IN_STATE, LIST_SESSIONS],
  },
  {
    name: 'delete-my-session',
    summary: "End one of one's own sessions.",
    caller: 'user',
    route: { method: 'DELETE', path: '/me/sessions/{id}' },
    onlyWith: 'sessions',
    settings: ['backends', 'allowedOrigins'],
    table: [...SIGN_IN_STATE, { calls: ['DeleteItem'], keys: [SESSION] }],
  },
  {
    name: 'delete-my-sessions',
    summary: "End all of one's own sessions but the present one.",
    caller: 'user',
    route: { method: 'DELETE', path: '/me/sessions' },
    onlyWith: 'sessions',
    settings: ['backends', 'allowedOrigins'],
    table: [...SIGN_IN_STATE, { calls: ['UpdateItem'], keys: [PROFILE, CREDENTIAL] }],
  },
  {
    name: 'list-users',
    summary: 'All users, oldest first, or the one with an address.',
    caller: 'superuser',
    route: { method: 'GET', path: '' },
    verified: true,
    settings: ['backends', 'requireVerification', 'cursors', 'basePath', 'userModel'],
    table: [
      ...SIGN_IN_STATE,
      { calls: ['BatchGetItem'], keys: [CREDENTIAL] },
      { calls: ['Query'], keys: [LIST_INDEX.keys], index: LIST_INDEX.name },
    ],
  },
  {
    name: 'get-user',
    summary: 'One user.',
    caller: 'superuser',
    route: { method: 'GET', path: '/{id}' },
    verified: true,
    settings: ['backends', 'requireVerification', 'userModel'],
    table: SIGN_IN_STATE,
  },
  {
    name: 'update-user',
    summary: 'Change a user, flags included.',
    caller: 'superuser',
    route: { method: 'PATCH', path: '/{id}' },
    verified: true,
    hashes: true,
    settings: [
      'backends',
      'allowedOrigins',
      'requireVerification',
      'passwordPolicy',
      'passwordHash',
      'userModel',
    ],
    table: [
      ...SIGN_IN_STATE,
      { calls: ['UpdateItem'], keys: [PROFILE] },
      { calls: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'], keys: [CREDENTIAL] },
      { calls: ['UpdateItem'], keys: [SUPERUSER_COUNT] },
    ],
  },
  {
    name: 'delete-user',
    summary: 'Delete a user.',
    caller: 'superuser',
    route: { method: 'DELETE', path: '/{id}' },
    verified: true,
    settings: ['backends', 'allowedOrigins', 'requireVerification', 'userModel'],
    table: [
      ...SIGN_IN_STATE,
      { calls: ['DeleteItem'], keys: [PROFILE] },
      { calls: ['DeleteItem'], keys: [CREDENTIAL] },
      { calls: ['UpdateItem'], keys: [SUPERUSER_COUNT] },
    ],
  },
  {
    name: 'list-sessions',
    summary: 'Where a user is signed in, newest first.',
    caller: 'superuser',
    route: { method: 'GET', path: '/{id}/sessions' },
    onlyWith: 'sessions',
    verified: true,
    settings: ['backends', 'requireVerification'],
    table: [...SIGN_IN_STATE, LIST_SESSIONS],
  },
  {
    name: 'delete-session',
    summary: 'End a session of a user.',
    caller: 'superuser',
    route: { method: 'DELETE', path: '/{id}/sessions/{session_id}' },
    onlyWith: 'sessions',
    verified: true,
    settings: ['backends', 'allowedOrigins', 'requireVerification'],
    table: [...SIGN_IN_STATE, { calls: ['DeleteItem'], keys: [SESSION] }],
  },
  {
    name: 'delete-sessions',
    summary: 'Sign a user out everywhere.',
    caller: 'superuser',
    route: { method: 'DELETE', path: '/{id}/sessions' },
    onlyWith: 'sessions',
    verified: true,
    settings: ['backends', 'allowedOrigins', 'requireVerification'],
    table: [...SIGN_IN_STATE, { calls: ['UpdateItem'], keys: [PROFILE, CREDENTIAL] }],
  },
  {
    name: 'oauth-authorize',
    summary: 'Begin a login at a provider.',
    caller: 'anyone',
    route: { method: 'GET', path: '/oauth/{client}/authorize' },
    perClient: 'login',
    settings: ['oauthClient'],
    table: [],
  },
  {
    name: 'oauth-callback',
    summary: 'End a login at a provider: exchange its code for the credential of one backend.',
    caller: 'anyone',
    route: { method: 'GET', path: '/oauth/{client}/callback' },
    perClient: 'login',
    signs: true,
    settings: [
      'oauthClient',
      'oauthClientSecret',
      'backends',
      'requireVerification',
      'loginEvents',
      'maxSessions',
      'userModel',
    ],
    table: [
      {
        calls: ['BatchGetItem'],
        keys: [ACCOUNT, CREDENTIAL],
        attributes: ['pk', ...SIGN_IN_ATTRIBUTES],
      },
      {
        calls: ['BatchGetItem'],
        keys: [PROFILE],
        attributes: ['pk', LIST_INDEX.partitionKey, ...LOOKUP_ATTRIBUTES],
      },
      { calls: ['PutItem'], keys: [PROFILE, CREDENTIAL, ACCOUNT, ACCOUNT_OF_USER] },
      { calls: ['UpdateItem'], keys: [PROFILE] },
      { calls: ['ConditionCheckItem'], keys: [CREDENTIAL], onlyWith: 'sessions' },
      { calls: ['PutItem'], keys: [SESSION], onlyWith: 'sessions' },
      ...LIMIT_SESSIONS,
    ],
  },
  {
    name: 'associate-authorize',
    summary: "Begin to add an account at a provider to one's own user.",
    caller: 'user',
    route: { method: 'GET', path: '/associate/{client}/authorize' },
    perClient: 'associate',
    verified: true,
    settings: ['backends', 'allowedOrigins', 'requireVerification', 'oauthClient'],
    table: SIGN_IN_STATE,
  },
  {
    name: 'associate-callback',
    summary: "End adding an account at a provider to one's own user.",
    caller: 'user',
    route: { method: 'GET', path: '/associate/{client}/callback' },
    perClient: 'associate',
    verified: true,
    settings: ['backends', 'requireVerification', 'oauthClient', 'oauthClientSecret', 'userModel'],
    table: [
      ...SIGN_IN_STATE,
      { calls: ['BatchGetItem'], keys: [ACCOUNT] },
      { calls: ['PutItem'], keys: [ACCOUNT, ACCOUNT_OF_USER] },
      { calls: ['UpdateItem'], keys: [PROFILE] },
    ],
  },
  {
    name: 'jwks',
    summary: 'The public keys that access tokens are verified with.',
    caller: 'anyone',
    route: { method: 'GET', path: '/.well-known/jwks.json' },
    onlyWith: 'keyPairs',
    settings: ['publicKeys'],
    table: [],
  },
  {
    name: 'discovery',
    summary: 'Where the public keys are, for who knows the issuer alone.',
    caller: 'anyone',
    route: { method: 'GET', path: '/.well-known/openid-configuration' },
    onlyWith: 'keyPairs',
    settings: ['issuer'],
    table: [],
  },
  {
    name: 'rotate-keys',
    summary: 'Make the first key pairs, and the next.',
    caller: 'rotation',
    perBackend: true,
    onlyWith: 'keyPairs',
    settings: ['keyRotation'],
    table: [],
  },
  {
    name: 'create-user',
    summary: 'Create an account with flags, for an operator: the way to a first superuser.',
    caller: 'operator',
    hashes: true,
    settings: ['passwordPolicy', 'passwordHash', 'userModel'],
    table: [
      { calls: ['PutItem'], keys: [PROFILE, CREDENTIAL] },
      { calls: ['UpdateItem'], keys: [SUPERUSER_COUNT] },
    ],
  },
  {
    name: 'authorizer',
    summary: "Tell who calls a route of the stack's own, and whether they may.",
    caller: 'gateway',
    settings: ['backends', 'allowedOrigins', 'requirements'],
    table: SIGN_IN_STATE,
  },
  {
    name: 'relay',
    summary: "Publish what the table's stream says happened.",
    caller: 'stream',
    settings: ['eventBus', 'resetToken', 'verificationToken', 'userModel'],
    table: [
      { calls: ['GetItem'], keys: [CREDENTIAL] },
      { calls: ['BatchGetItem'], keys: [PROFILE] },
      // Of deleted users, whatever backends there were when these items came to be.
      { calls: ['Query'], keys: [SESSION, REVOKED, ACCOUNT_OF_USER] },
      { calls: ['DeleteItem'], keys: [SESSION, REVOKED, ACCOUNT_OF_USER, ANY_ACCOUNT, REQUEST] },
      { calls: ['BatchGetItem'], keys: [CREDENTIAL], onlyWith: 'confirmEmailChange' },
    ],
  },
];

/** `aud` of a backend's access tokens. */
export function accessAudience(backend: string): string {
  return `users-api:access:${backend}`;
}
