/** Users and what they do about themselves: register, see, change, export and delete. */
import { del, get, may, patch, post, tableName, userModel } from './action.ts';
import { EXPORT_ATTRIBUTES, GUESS_ATTRIBUTES } from './attributes.ts';
import { anyone, signedIn, unrouted } from './callers.ts';
import { only } from './features.ts';
import { looksAt, opensBy } from './limits.ts';
import type { Manifest } from './manifest.ts';
import { itemFeatures, mayOfUser } from './of-user.ts';
import { FORGET_REQUESTS, NEW_PASSWORD } from './passwords.ts';
import { RENEW_SESSION } from './sessions.ts';
import { flag } from './setting.ts';
import { holding, noContent, user } from './success.ts';
import { confirmsEmailChange } from './verification.ts';
import {
  CREATED_ATTRIBUTES,
  DELETION_ATTRIBUTES,
  EMAIL_CHANGE_ATTRIBUTES,
  MOVED_CREDENTIAL_ATTRIBUTES,
  OWN_CHANGE_ATTRIBUTES,
  OWN_MOVE_ATTRIBUTES,
  REGISTERED_ATTRIBUTES,
  SUPERUSER_COUNT_ATTRIBUTES,
} from './write-attributes.ts';

/** Users who have a password need it to change address or password. */
export const requireCurrentPassword = flag('requireCurrentPassword', { default: true });

export const register = anyone(
  'register',
  post('/register', {
    body: ['email', 'password'],
    customFields: true,
    gives: user(
      '`is_active` is true, `is_superuser` and `is_verified` are false, whatever the body says',
      { status: 201 },
    ),
  }),
  'Create an account.',
  {
    form: { page: 'sign-up', done: 'sign-in' },
    refuses: ['REGISTER_USER_ALREADY_EXISTS', 'REGISTER_INVALID_PASSWORD'],
    failures: { of: 'register-failures', codes: ['REGISTER_USER_ALREADY_EXISTS'] },
    hooks: true,
    counts: { succeeded: 'Registrations' },
    hashes: true,
    model: true,
    settings: [...NEW_PASSWORD, itemFeatures],
    table: [
      may('PutItem', ['profile', 'credential'], { attributes: REGISTERED_ATTRIBUTES }),
      FORGET_REQUESTS,
      ...opensBy('register-failures'),
    ],
  },
);

export const getMe = signedIn('get-me', get('/me', { gives: user() }), 'The signed-in user.', {
  freshProof: 'never',
  secondFactor: 'never',
  verified: 'where-required',
  model: true,
});

export const updateMe = signedIn(
  'update-me',
  patch('/me', {
    body: ['email', 'password'],
    customFields: true,
    gives: user(
      [
        '`is_*` and `id` are ignored',
        only('immediateEmailChange', 'a new address is unverified'),
        only('confirmEmailChange', 'a new address is in force once it is confirmed'),
        only('cookies', 'a new password by cookie brings a new one'),
      ],
      { cookie: 'renewed' },
    ),
  }),
  "Change one's own address or password.",
  {
    form: { page: 'account', done: 'same' },
    refuses: [
      // A new address that has to be confirmed is answered the same whether or not it has a user.
      only('immediateEmailChange', 'UPDATE_USER_EMAIL_ALREADY_EXISTS'),
      'UPDATE_USER_INVALID_PASSWORD',
      only('requireCurrentPassword', 'UPDATE_USER_BAD_CURRENT_PASSWORD'),
      only('confirmEmailChange', 'TOO_MANY_REQUESTS'),
    ],
    // It tells who has a user, as a registration does.
    failures: {
      of: 'register-failures',
      codes: ['UPDATE_USER_EMAIL_ALREADY_EXISTS'],
      onlyWith: 'countedMoves',
    },
    hooks: true,
    freshProof: 'new-credential',
    verified: 'where-required',
    hashes: true,
    signs: 'cookies',
    model: true,
    settings: [...NEW_PASSWORD, requireCurrentPassword, confirmsEmailChange, itemFeatures],
    table: [
      may('BatchGetItem', 'credential', { attributes: GUESS_ATTRIBUTES }),
      may('UpdateItem', ['profile', 'credential'], {
        attributes: OWN_CHANGE_ATTRIBUTES,
        onlyWith: 'confirmEmailChange',
      }),
      may('UpdateItem', ['profile', 'credential'], {
        attributes: OWN_MOVE_ATTRIBUTES,
        onlyWith: 'immediateEmailChange',
      }),
      may('PutItem', 'email-change', {
        attributes: EMAIL_CHANGE_ATTRIBUTES,
        onlyWith: 'confirmEmailChange',
      }),
      may('PutItem', 'credential', {
        attributes: MOVED_CREDENTIAL_ATTRIBUTES,
        onlyWith: 'immediateEmailChange',
      }),
      may('DeleteItem', 'credential', { onlyWith: 'immediateEmailChange' }),
      { ...FORGET_REQUESTS, onlyWith: 'immediateEmailChange' },
      looksAt('register-failures', 'countedMoves'),
      ...RENEW_SESSION,
    ],
  },
);

export const deleteMe = signedIn(
  'delete-me',
  del('/me', {
    gives: noContent(
      [
        'every login ends, and all that is stored of the user goes',
        only('cookies', 'the cookie is cleared'),
      ],
      { cookie: 'cleared' },
    ),
  }),
  'Delete oneself, and all that is stored of one.',
  {
    form: { page: 'delete-account', done: 'sign-in' },
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

export const exportMe = signedIn(
  'export-me',
  get('/me/export', {
    gives: holding('UserExport', { note: 'as a file', headers: ['content-disposition'] }),
  }),
  'All that is stored of the signed-in user, except secrets.',
  {
    freshProof: 'never',
    model: true,
    settings: [itemFeatures],
    table: [
      ...mayOfUser('GetItem', ['itself'], { attributes: EXPORT_ATTRIBUTES }),
      ...mayOfUser('Query', ['partition', 'address'], { attributes: EXPORT_ATTRIBUTES }),
    ],
  },
);

export const createUser = unrouted(
  'operator',
  'create-user',
  'Create an account with flags, for an operator: the way to a first superuser.',
  {
    hashes: true,
    model: true,
    settings: [...NEW_PASSWORD, itemFeatures],
    table: [
      may('PutItem', ['profile', 'credential'], { attributes: CREATED_ATTRIBUTES }),
      may('UpdateItem', 'superuser-count', { attributes: SUPERUSER_COUNT_ATTRIBUTES }),
      FORGET_REQUESTS,
    ],
  },
);

export const ACCOUNTS = {
  actions: [register, getMe, updateMe, deleteMe, exportMe, createUser],
  settings: [tableName, userModel, requireCurrentPassword, itemFeatures],
  events: {
    'after-register': {
      when: 'a user was created',
      on: 'profile',
      by: ['user', 'provider', 'operator'],
      carries: [],
      mayCarry: [],
    },
    'after-update': {
      when: 'address, password, flags or custom fields of a user changed',
      on: 'profile',
      by: ['user', 'superuser', 'operator', 'token'],
      carries: ['changed'],
      mayCarry: ['previous_email'],
    },
    'after-delete': {
      when: 'a user was deleted',
      on: 'removal',
      by: ['user', 'superuser', 'operator'],
      carries: [],
      mayCarry: [],
    },
  },
  refusals: {
    REGISTER_USER_ALREADY_EXISTS: { status: 400, meaning: 'The address has a user.' },
    REGISTER_INVALID_PASSWORD: {
      status: 400,
      reason: true,
      meaning: 'The password is refused; `reason` says why.',
    },
    UPDATE_USER_EMAIL_ALREADY_EXISTS: { status: 400, meaning: 'The new address has a user.' },
    UPDATE_USER_INVALID_PASSWORD: {
      status: 400,
      reason: true,
      meaning: 'The new password is refused; `reason` says why.',
    },
    UPDATE_USER_BAD_CURRENT_PASSWORD: {
      status: 400,
      meaning: 'The current password is wrong, or missing where it is required.',
    },
    LAST_SUPERUSER: {
      status: 409,
      meaning: 'It would leave the API without an active superuser.',
    },
  },
} as const satisfies Manifest;
