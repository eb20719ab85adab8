/** Users as superusers see and change them, and what code outside of the API may be granted. */
import { createUser, requireCurrentPassword } from './accounts.ts';
import { del, get, may, patch, type TableAccess, tableName } from './action.ts';
import { GUESS_ATTRIBUTES, LOOKUP_READS } from './attributes.ts';
import { superuser as bySuperuser, unrouted } from './callers.ts';
import { READ_RECOVERY_CODES } from './codes.ts';
import { only } from './features.ts';
import { LIFT_LOCKOUT } from './limits.ts';
import { LIST_ACCOUNTS, UNLINK_ACCOUNT } from './linked-accounts.ts';
import type { Manifest } from './manifest.ts';
import { itemFeatures } from './of-user.ts';
import { LIST_PASSKEYS } from './passkey-access.ts';
import { passwordHash } from './password-hash.ts';
import {
  breachedPasswords,
  contextWords,
  FORGET_REQUESTS,
  NEW_PASSWORD,
  passwordMinLength,
} from './passwords.ts';
import { apiUrl, routeLayout } from './places.ts';
import { LIST_SESSIONS, RENEW_SESSION } from './sessions.ts';
import { derivedFlag, derivedJson, derivedText, text, variableOf } from './setting.ts';
import { listOf, noContent, user } from './success.ts';
import { confirmsEmailChange } from './verification.ts';
import {
  ANY_CHANGE_ATTRIBUTES,
  DELETION_ATTRIBUTES,
  EMAIL_CHANGE_ATTRIBUTES,
  MOVED_CREDENTIAL_ATTRIBUTES,
  SUPERUSER_COUNT_ATTRIBUTES,
} from './write-attributes.ts';

/** Path that all routes are below, such as `/users`; empty for the root. */
export const basePath = text('basePath', { default: '/users' });

const LIST_USERS = may('Query', 'profile', { index: true });

export const listUsers = bySuperuser(
  'list-users',
  get('', {
    query: ['limit', 'cursor', 'email'],
    gives: listOf('User', {
      note: 'at most `limit` of them (1 to 100, 50 by default); `Link: <...>; rel="next"` while there are more; with `email` that one user, or none',
      headers: ['link'],
    }),
  }),
  'All users, oldest first, or the one with an address.',
  {
    freshProof: 'never',
    model: true,
    settings: [apiUrl, routeLayout],
    table: [may('BatchGetItem', 'credential', { attributes: LOOKUP_READS }), LIST_USERS],
  },
);

export const getUser = bySuperuser('get-user', get('/{id}', { gives: user() }), 'One user.', {
  freshProof: 'never',
  model: true,
});

export const updateUser = bySuperuser(
  'update-user',
  patch('/{id}', {
    body: ['email', 'password', 'is_active', 'is_superuser', 'is_verified'],
    customFields: true,
    gives: user(
      [
        'a new address is unverified unless `is_verified` is given',
        only('confirmEmailChange', "one's own is in force once it is confirmed"),
      ],
      { cookie: 'renewed' },
    ),
  }),
  'Change a user, flags included.',
  {
    refuses: [
      'UPDATE_USER_EMAIL_ALREADY_EXISTS',
      'UPDATE_USER_INVALID_PASSWORD',
      'UPDATE_USER_BAD_CURRENT_PASSWORD',
      only('confirmEmailChange', 'TOO_MANY_REQUESTS'),
      'LAST_SUPERUSER',
    ],
    hooks: true,
    freshProof: 'new-credential',
    hashes: true,
    signs: 'cookies',
    model: true,
    settings: [...NEW_PASSWORD, requireCurrentPassword, confirmsEmailChange, itemFeatures],
    table: [
      may('GetItem', 'credential'),
      may('BatchGetItem', 'credential', { attributes: GUESS_ATTRIBUTES }),
      may('UpdateItem', ['profile', 'credential', 'superuser-count'], {
        attributes: ANY_CHANGE_ATTRIBUTES,
      }),
      may('PutItem', 'email-change', {
        attributes: EMAIL_CHANGE_ATTRIBUTES,
        onlyWith: 'confirmEmailChange',
      }),
      may('PutItem', 'credential', { attributes: MOVED_CREDENTIAL_ATTRIBUTES }),
      may('DeleteItem', 'credential'),
      FORGET_REQUESTS,
      ...RENEW_SESSION,
    ],
  },
);

export const deleteUser = bySuperuser(
  'delete-user',
  del('/{id}', { gives: noContent(undefined, { cookie: 'cleared' }) }),
  'Delete a user.',
  {
    refuses: ['LAST_SUPERUSER'],
    hooks: true,
    freshProof: 'always',
    model: true,
    table: [
      may('DeleteItem', ['profile', 'credential']),
      may('PutItem', 'deletion', { attributes: DELETION_ATTRIBUTES }),
      may('UpdateItem', 'superuser-count', { attributes: SUPERUSER_COUNT_ATTRIBUTES }),
    ],
  },
);

/** The superuser that a deployment makes: address and custom fields. */
export const superuser = derivedJson<{
  readonly email: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}>()('superuser');

export const superuserPasswordSecretArn = derivedText('superuserPasswordSecretArn');

export const createSuperuser = unrouted(
  'deployment',
  'create-superuser',
  'Create a superuser while the stack is deployed, unless there is one with the address.',
  {
    hashes: true,
    model: true,
    settings: [...createUser.settings, superuser, superuserPasswordSecretArn],
    table: [
      ...createUser.table,
      may('BatchGetItem', ['profile', 'credential'], { attributes: LOOKUP_READS }),
    ],
  },
);

/** What code other than the actions may be granted. */
export const READ_USERS: readonly TableAccess[] = [
  may('BatchGetItem', ['profile', 'credential'], { attributes: LOOKUP_READS }),
  LIST_USERS,
  { ...LIST_SESSIONS, onlyWith: 'sessions' },
  { ...LIST_ACCOUNTS, onlyWith: 'oauthClients' },
  { ...LIST_PASSKEYS, onlyWith: 'passkeys' },
];

/** A change of address or password moves the hash along, so the credential is read whole. */
export const MANAGE_USERS: readonly TableAccess[] = [
  ...READ_USERS,
  may(['PutItem', 'UpdateItem', 'DeleteItem'], ['profile', 'credential']),
  may('GetItem', 'credential'),
  may('PutItem', 'deletion', { attributes: DELETION_ATTRIBUTES }),
  may('ConditionCheckItem', 'deletion'),
  may('UpdateItem', 'superuser-count'),
  FORGET_REQUESTS,
  ...LIFT_LOCKOUT,
  { ...UNLINK_ACCOUNT, onlyWith: 'oauthClients' },
  READ_RECOVERY_CODES,
  may('DeleteItem', ['totp', 'recovery-code'], { onlyWith: 'mfa' }),
  may('DeleteItem', 'passkey', { onlyWith: 'passkeys' }),
];

/** The API has a user model, which has to be given to the admin client as well. */
export const hasUserModel = derivedFlag('hasUserModel');

/** What the admin client reads of the environment of functions that are not ours. */
export const ADMIN_SETTINGS = [
  tableName,
  passwordMinLength,
  contextWords,
  passwordHash,
  breachedPasswords,
  hasUserModel,
] as const;

/** The prefix keeps the variable clear of those of other functions. */
export function adminVariableOf(setting: (typeof ADMIN_SETTINGS)[number]): string {
  return `USERS_API_${variableOf(setting)}`;
}

export const ADMINISTRATION = {
  actions: [listUsers, getUser, updateUser, deleteUser, createSuperuser],
  settings: [basePath, apiUrl, routeLayout, superuser, superuserPasswordSecretArn],
  events: {},
  refusals: {},
} as const satisfies Manifest;
