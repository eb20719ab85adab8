/**
 * The table of actions: the one place that says which functions exist, where each is routed, what
 * it may touch and which settings it reads. The construct makes functions, routes and policies
 * from it; the build makes one bundle per row; the OpenAPI document is made from it. Pure data,
 * without imports, so that both sides can read it.
 */

/**
 * Who may call an action: `operator`, `stream`, `rotation` and `gateway` have no route. The gateway
 * asks whether a request may pass to a route of the stack's own.
 */
export type Caller =
  | 'anyone'
  | 'user'
  | 'superuser'
  | 'operator'
  | 'stream'
  | 'rotation'
  | 'gateway';

/**
 * What an action reads from its environment. The construct gives a function just these, and with
 * them the right to read the secrets behind them.
 */
export type Setting =
  /**
   * `BACKENDS`, and read access to each backend's secret: where `perBackend` to its own one only,
   * to sign with it, else to what verifies, which of a key pair is the public half.
   */
  | 'backends'
  /** `CURSOR_SECRET_ARN`, where the first backend has no secret for it. */
  | 'cursors'
  /** `PUBLIC_KEYS_SECRET_ARNS`, and read access to those secrets. */
  | 'publicKeys'
  /** `ISSUER` and `SIGNING_ALGORITHMS`. */
  | 'issuer'
  /** `KEY_ROTATION`, and the right to replace the key pairs of that one backend. */
  | 'keyRotation'
  /** `RESET_TOKEN_SECRET_ARN` and `RESET_TOKEN_LIFETIME`, and read access to that secret. */
  | 'resetToken'
  /** `PASSWORD_MIN_LENGTH`. */
  | 'passwordPolicy'
  /** `BCRYPT_COST`. */
  | 'passwordHash'
  /** `REQUIRE_CURRENT_PASSWORD`. */
  | 'requireCurrentPassword'
  /** `LOGIN_EVENTS`. */
  | 'loginEvents'
  /** `ALLOWED_ORIGINS`. */
  | 'allowedOrigins'
  /** `REQUIREMENTS`. */
  | 'requirements'
  /** `BASE_PATH`. */
  | 'basePath'
  /** `EVENT_BUS_NAME`, and the right to put events on that bus. */
  | 'eventBus'
  /** `USER_MODEL`, and the module itself beside the bundle; neither without a user model. */
  | 'userModel';

/** Calls on the users table that an action may make, on items whose partition key is like `keys`. */
export interface TableAccess {
  readonly calls: readonly TableCall[];
  /** Patterns for `dynamodb:LeadingKeys`. */
  readonly keys: readonly string[];
  /** On this index instead of on the table. */
  readonly index?: string;
  /** Attributes that may be asked for, each by its name; all where it is left out. */
  readonly attributes?: readonly string[];
  /** Not allowed unless this setting is on. */
  readonly onlyWith?: 'loginEvents';
}

export type TableCall =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem';

export interface Action {
  /** Name of the bundle (`assets/<name>/index.mjs`, export `handler`) and of the handler's file. */
  readonly name: string;
  /** One sentence for a reader of the routes. */
  readonly summary: string;
  readonly caller: Caller;
  /** Method and path below the base path; absent for a function without a route. */
  readonly route?: { readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'; readonly path: string };
  /** One function for each authentication backend; its name replaces `{backend}` in the path. */
  readonly perBackend?: boolean;
  /** For backends that sign with key pairs: without one there is no such function. */
  readonly keyPairs?: boolean;
  /** Hashes a password on the request's path, so it gets a full vCPU. */
  readonly hashes?: boolean;
  readonly settings: readonly Setting[];
  readonly table: readonly TableAccess[];
}

/** Partition key prefixes of the table's items; `docs/architecture.md` describes the items. */
const PROFILE = 'USER#*';
const CREDENTIAL = 'EMAIL#*';
const REQUEST = 'REQUEST#*';
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
  'user_id',
] as const;

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
];

/** A change of address or password moves the hash along, so the credential is read whole. */
export const MANAGE_USERS: readonly TableAccess[] = [
  ...READ_USERS,
  { calls: ['PutItem', 'UpdateItem', 'DeleteItem'], keys: [PROFILE, CREDENTIAL] },
  { calls: ['GetItem'], keys: [CREDENTIAL] },
  { calls: ['UpdateItem'], keys: [SUPERUSER_COUNT] },
];

/** Sort keys of the items whose stream records can hold an event: the relay's filter. */
export const EVENT_SORT_KEYS = ['PROFILE', 'forgot-password'] as const;

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
    hashes: true,
    settings: ['backends', 'passwordHash', 'loginEvents', 'allowedOrigins', 'userModel'],
    table: [
      { calls: ['GetItem', 'UpdateItem'], keys: [CREDENTIAL] },
      { calls: ['UpdateItem'], keys: [PROFILE], onlyWith: 'loginEvents' },
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
    name: 'get-me',
    summary: 'The signed-in user.',
    caller: 'user',
    route: { method: 'GET', path: '/me' },
    settings: ['backends', 'userModel'],
    table: [{ calls: ['BatchGetItem'], keys: [PROFILE] }],
  },
  {
    name: 'update-me',
    summary: "Change one's own address or password.",
    caller: 'user',
    route: { method: 'PATCH', path: '/me' },
    hashes: true,
    settings: [
      'backends',
      'allowedOrigins',
      'passwordPolicy',
      'passwordHash',
      'requireCurrentPassword',
      'userModel',
    ],
    table: [
      { calls: ['BatchGetItem', 'UpdateItem'], keys: [PROFILE] },
      { calls: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'], keys: [CREDENTIAL] },
    ],
  },
  {
    name: 'list-users',
    summary: 'All users, oldest first, or the one with an address.',
    caller: 'superuser',
    route: { method: 'GET', path: '' },
    settings: ['backends', 'cursors', 'basePath', 'userModel'],
    table: [
      { calls: ['BatchGetItem'], keys: [PROFILE, CREDENTIAL] },
      { calls: ['Query'], keys: [LIST_INDEX.keys], index: LIST_INDEX.name },
    ],
  },
  {
    name: 'get-user',
    summary: 'One user.',
    caller: 'superuser',
    route: { method: 'GET', path: '/{id}' },
    settings: ['backends', 'userModel'],
    table: [{ calls: ['BatchGetItem'], keys: [PROFILE] }],
  },
  {
    name: 'update-user',
    summary: 'Change a user, flags included.',
    caller: 'superuser',
    route: { method: 'PATCH', path: '/{id}' },
    hashes: true,
    settings: ['backends', 'allowedOrigins', 'passwordPolicy', 'passwordHash', 'userModel'],
    table: [
      { calls: ['BatchGetItem', 'UpdateItem'], keys: [PROFILE] },
      { calls: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'], keys: [CREDENTIAL] },
      { calls: ['UpdateItem'], keys: [SUPERUSER_COUNT] },
    ],
  },
  {
    name: 'delete-user',
    summary: 'Delete a user.',
    caller: 'superuser',
    route: { method: 'DELETE', path: '/{id}' },
    settings: ['backends', 'allowedOrigins', 'userModel'],
    table: [
      { calls: ['BatchGetItem', 'DeleteItem'], keys: [PROFILE] },
      { calls: ['DeleteItem'], keys: [CREDENTIAL] },
      { calls: ['UpdateItem'], keys: [SUPERUSER_COUNT] },
    ],
  },
  {
    name: 'jwks',
    summary: 'The public keys that access tokens are verified with.',
    caller: 'anyone',
    route: { method: 'GET', path: '/.well-known/jwks.json' },
    keyPairs: true,
    settings: ['publicKeys'],
    table: [],
  },
  {
    name: 'discovery',
    summary: 'Where the public keys are, for who knows the issuer alone.',
    caller: 'anyone',
    route: { method: 'GET', path: '/.well-known/openid-configuration' },
    keyPairs: true,
    settings: ['issuer'],
    table: [],
  },
  {
    name: 'rotate-keys',
    summary: 'Make the first key pairs, and the next.',
    caller: 'rotation',
    perBackend: true,
    keyPairs: true,
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
    table: [{ calls: ['BatchGetItem'], keys: [PROFILE] }],
  },
  {
    name: 'relay',
    summary: "Publish what the table's stream says happened.",
    caller: 'stream',
    settings: ['eventBus', 'resetToken', 'userModel'],
    table: [
      { calls: ['GetItem'], keys: [CREDENTIAL] },
      { calls: ['BatchGetItem'], keys: [PROFILE] },
    ],
  },
];

/** The whole environment of the runtime; every value is a string, as Lambda has it. */
export interface RuntimeEnvironment {
  /** Name of the users table; not set for an action that makes no call on it. */
  readonly TABLE_NAME: string;
  /** JSON of `BackendSettings[]`, in the order given to the construct. */
  readonly BACKENDS?: string;
  readonly RESET_TOKEN_SECRET_ARN?: string;
  /** Seconds. */
  readonly RESET_TOKEN_LIFETIME?: string;
  /** Characters. */
  readonly PASSWORD_MIN_LENGTH?: string;
  readonly BCRYPT_COST?: string;
  /** `true` or `false`. */
  readonly REQUIRE_CURRENT_PASSWORD?: string;
  /** `true` or `false`. */
  readonly LOGIN_EVENTS?: string;
  /** JSON of `string[]`. */
  readonly ALLOWED_ORIGINS?: string;
  /** JSON of `Requirements`. */
  readonly REQUIREMENTS?: string;
  /** Such as `/users`; empty for the root. */
  readonly BASE_PATH?: string;
  readonly EVENT_BUS_NAME?: string;
  /** URL of the user model's module, relative to the bundle. */
  readonly USER_MODEL?: string;
  readonly CURSOR_SECRET_ARN?: string;
  /** JSON of `string[]`. */
  readonly PUBLIC_KEYS_SECRET_ARNS?: string;
  /** `iss` of tokens that are signed with a key pair: the URL of the API. */
  readonly ISSUER?: string;
  /** JSON of `KeyPairAlgorithm[]`. */
  readonly SIGNING_ALGORITHMS?: string;
  /** JSON of `KeyRotationSettings`. */
  readonly KEY_ROTATION?: string;
}

/** RFC 7518, 3.1: the algorithms whose signatures a public key verifies. */
export type KeyPairAlgorithm = 'RS256' | 'ES256';

/** Whose key pairs a function rotates: two secrets, each a JWK Set (RFC 7517). */
export interface KeyRotationSettings {
  readonly algorithm: KeyPairAlgorithm;
  /** Private keys: the one that signs, and the one that will. */
  readonly signingSecretArn: string;
  /** The public half of those, and of the one that signed before. */
  readonly publicSecretArn: string;
}

/** `aud` of a backend's access tokens. */
export function accessAudience(backend: string): string {
  return `users-api:access:${backend}`;
}

/** What a caller must be to pass an authorizer. */
export interface Requirements {
  readonly verified: boolean;
  readonly superuser: boolean;
  /** Whoever is not may pass, anonymously. */
  readonly optional: boolean;
}

/**
 * The environment of the admin client, which runs in functions that are not ours: the prefix keeps it
 * clear of their own variables.
 */
export interface AdminEnvironment {
  readonly USERS_API_TABLE_NAME: string;
  /** Characters. */
  readonly USERS_API_PASSWORD_MIN_LENGTH: string;
  readonly USERS_API_BCRYPT_COST: string;
  /** `true` or `false`: the client has to be given the construct's `userModel` as well. */
  readonly USERS_API_HAS_USER_MODEL: string;
}

/** One authentication backend, as the runtime gets it. */
export interface BackendSettings {
  readonly name: string;
  readonly transport: 'bearer' | 'cookie';
  /** Lifetime of an access token, in seconds. */
  readonly lifetime: number;
  /** What keys are derived from; with `keyPair` a JWK Set, private to sign with, else public. */
  readonly secretArn: string;
  /** Absent where the key is derived from the secret, for HS256. */
  readonly keyPair?: { readonly algorithm: KeyPairAlgorithm; readonly issuer: string };
  /** With the cookie transport only. */
  readonly cookie?: CookieSettings;
}

export interface CookieSettings {
  readonly name: string;
  readonly domain?: string;
  readonly path: string;
  readonly sameSite: 'Strict' | 'Lax' | 'None';
}
