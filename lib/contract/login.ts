/** Signing in with a password, and out. */
import {
  allowedOrigins,
  backends,
  may,
  post,
  requireVerification,
  type TableAccess,
} from './action.ts';
import { GUESS_ATTRIBUTES, LOGIN_CODE_ATTRIBUTES, SUPERUSER_ATTRIBUTES } from './attributes.ts';
import { anyone, credentialHolder, signedIn } from './callers.ts';
import { trustedProxy } from './client-address.ts';
import { COUNTS_CODES, comparesCode, READ_RECOVERY_CODES } from './codes.ts';
import { USED_CODE_ATTRIBUTES } from './factor-attributes.ts';
import { mfaSecretArn, mfaTokenSecretArn, secondFactors } from './factors.ts';
import { only } from './features.ts';
import { recentLogin } from './fresh-proof.ts';
import { COUNTS_GUESSES } from './limits.ts';
import type { Manifest } from './manifest.ts';
import { newDevices } from './new-devices.ts';
import { RENEWED_BY_PASSKEY } from './passkey-access.ts';
import { passkeys } from './passkey-settings.ts';
import { COMPARED_PASSWORD } from './password-hash.ts';
import { LIMIT_SESSIONS, maxSessionsPerUser } from './sessions.ts';
import { flag } from './setting.ts';
import { credential, noContent } from './success.ts';
import {
  LOGIN_ATTRIBUTES,
  REFRESHED_SESSION_ATTRIBUTES,
  REVOCATION_ATTRIBUTES,
  TOKEN_SESSION_ATTRIBUTES,
} from './write-attributes.ts';

/** A login raises an event, which costs a write. */
export const loginEvents = flag('loginEvents', { default: false });

/** The refusals of every way to sign in, besides those of its own proof. */
export const SIGN_IN_REFUSALS = [
  'LOGIN_USER_NOT_VERIFIED',
  only('secondFactors', 'LOGIN_MFA_REQUIRED'),
];

/** What every way to sign in needs. */
export const SIGN_IN = {
  settings: [
    requireVerification,
    loginEvents,
    maxSessionsPerUser,
    secondFactors,
    mfaTokenSecretArn,
  ],
  table: [
    // Of a user who has no other factor than passkeys, which superusers have to give.
    may('GetItem', 'profile', {
      attributes: SUPERUSER_ATTRIBUTES,
      onlyWith: 'superusersPasskeys',
    }),
    may('ConditionCheckItem', 'credential', { onlyWith: 'sessions' }),
    may('PutItem', 'session', {
      attributes: TOKEN_SESSION_ATTRIBUTES,
      onlyWith: 'sessionTokens',
    }),
    may('PutItem', 'session', { attributes: REFRESHED_SESSION_ATTRIBUTES, onlyWith: 'refresh' }),
    may('PutItem', 'revocation', {
      attributes: REVOCATION_ATTRIBUTES,
      onlyWith: 'cookieRevocations',
    }),
    ...LIMIT_SESSIONS,
  ],
} as const satisfies {
  readonly settings: Manifest['settings'];
  readonly table: readonly TableAccess[];
};

/** What it takes to end the login of a cookie that came with another one: of a user who is still there. */
export const REPLACES = [may('ConditionCheckItem', 'profile', { onlyWith: 'cookieRevocations' })];

/** What it takes to compare a password, and to store a better hash of it. */
const BY_PASSWORD = [
  may('BatchGetItem', 'credential', { attributes: GUESS_ATTRIBUTES }),
  ...COUNTS_GUESSES.table,
  may('UpdateItem', 'credential', { attributes: LOGIN_ATTRIBUTES }),
  may('UpdateItem', 'profile', { attributes: LOGIN_ATTRIBUTES, onlyWith: 'loginEvents' }),
];

export const login = anyone(
  'login',
  post('/login/{backend}', {
    body: ['username', 'password'],
    forms: true,
    gives: credential({
      note: [only('cookies', 'the login of the cookie that came with it ends')],
    }),
  }),
  'Exchange an address and a password for the credential of one backend.',
  {
    form: { page: 'sign-in', done: 'next' },
    refuses: ['LOGIN_BAD_CREDENTIALS', ...SIGN_IN_REFUSALS, ...COUNTS_GUESSES.refuses],
    hooks: true,
    perBackend: true,
    signs: true,
    replaces: true,
    counts: { succeeded: 'Logins', refused: 'FailedLogins' },
    hashes: true,
    model: true,
    settings: [...COMPARED_PASSWORD, ...COUNTS_GUESSES.settings, ...SIGN_IN.settings],
    table: [...BY_PASSWORD, ...SIGN_IN.table, ...REPLACES],
  },
);

/** To end a login that is not stored in the write that begins another. */
const END_RENEWED = may('PutItem', 'revocation', {
  attributes: REVOCATION_ATTRIBUTES,
  onlyWith: 'revocations',
});

/** What it takes to compare a code of an app, and to use it for a login. */
const BY_APP = [
  comparesCode(['credential', 'totp'], LOGIN_CODE_ATTRIBUTES),
  ...COUNTS_CODES.table,
  may('ConditionCheckItem', 'credential', { onlyWith: 'mfa' }),
  may('UpdateItem', ['totp', 'credential', 'profile'], {
    attributes: USED_CODE_ATTRIBUTES,
    onlyWith: 'mfa',
  }),
];

/** The same of a recovery code as well. */
const BY_CODE = [
  ...BY_APP,
  READ_RECOVERY_CODES,
  may('DeleteItem', 'recovery-code', { onlyWith: 'mfa' }),
];

export const mfaLogin = anyone(
  'mfa-login',
  post('/login/{backend}/mfa', {
    body: ['mfa_token'],
    either: [
      { fields: ['code'], onlyWith: 'mfa' },
      { fields: ['recovery_code'], onlyWith: 'mfa' },
      { fields: ['challenge_token', 'credential'], onlyWith: 'passkeys' },
    ],
    gives: credential({ as: 'the login' }),
  }),
  'Go on with a login that needs a second factor, by a code of an authenticator app, a recovery code or a passkey.',
  {
    form: { page: 'second-factor', done: 'next', keeps: ['mfa_token', 'methods'] },
    onlyWith: 'secondFactors',
    refuses: [
      'LOGIN_BAD_MFA_TOKEN',
      only('mfa', 'LOGIN_BAD_MFA_CODE'),
      'LOGIN_BAD_PASSKEY',
      'LOGIN_PASSKEY_UNKNOWN',
      'LOGIN_USER_NOT_VERIFIED',
      ...COUNTS_CODES.refuses,
    ],
    hooks: true,
    perBackend: true,
    signs: true,
    replaces: true,
    counts: { succeeded: 'Logins', refused: 'FailedLogins' },
    model: true,
    settings: [mfaSecretArn, passkeys, ...SIGN_IN.settings],
    table: [...BY_CODE, ...RENEWED_BY_PASSKEY, ...SIGN_IN.table, ...REPLACES, END_RENEWED],
  },
);

export const reauthenticate = signedIn(
  'reauthenticate',
  post('/reauthenticate/{backend}', {
    either: [
      { fields: ['password'] },
      { fields: ['code'], onlyWith: 'mfa' },
      { fields: ['challenge_token', 'credential'], onlyWith: 'passkeys' },
    ],
    gives: credential({
      as: 'the login',
      note: 'with a new `auth_time`; the credential that came with it ends',
    }),
  }),
  'Prove again who one is, for a new credential of one backend in place of the present one.',
  {
    form: { page: 'reauthenticate', done: 'next' },
    // It is where proof is given.
    freshProof: 'never',
    // Of the second factor as well.
    secondFactor: 'never',
    refuses: [
      'LOGIN_BAD_CREDENTIALS',
      only('mfa', 'LOGIN_BAD_MFA_CODE'),
      'LOGIN_BAD_PASSKEY',
      'LOGIN_PASSKEY_UNKNOWN',
      ...SIGN_IN_REFUSALS,
      only('mfa', 'REAUTHENTICATION_REQUIRED'),
      ...COUNTS_GUESSES.refuses,
      ...COUNTS_CODES.refuses,
    ],
    hooks: true,
    perBackend: true,
    signs: true,
    counts: { succeeded: 'Logins', refused: 'FailedLogins' },
    hashes: true,
    model: true,
    settings: [
      ...COMPARED_PASSWORD,
      ...COUNTS_GUESSES.settings,
      mfaSecretArn,
      passkeys,
      ...SIGN_IN.settings,
    ],
    table: [
      ...BY_PASSWORD,
      ...BY_APP,
      ...RENEWED_BY_PASSKEY,
      ...SIGN_IN.table,
      may('ConditionCheckItem', 'credential'),
      END_RENEWED,
    ],
  },
);

export const logout = credentialHolder(
  'logout',
  post('/logout/{backend}', {
    gives: noContent(
      ['the credential stops working at once', only('cookies', 'the cookie is cleared')],
      {
        cookie: 'cleared',
      },
    ),
  }),
  'End the login of a credential of one backend.',
  {
    form: { page: 'account', done: 'sign-in' },
    table: [
      may('ConditionCheckItem', 'profile'),
      may('DeleteItem', 'session', { onlyWith: 'sessions' }),
      may('PutItem', 'revocation', {
        attributes: REVOCATION_ATTRIBUTES,
        onlyWith: 'revocations',
      }),
    ],
  },
);

export const LOGIN = {
  actions: [login, mfaLogin, reauthenticate, logout],
  settings: [backends, allowedOrigins, trustedProxy, loginEvents, newDevices, recentLogin],
  events: {
    'after-login': {
      when: 'a login succeeded',
      on: 'profile',
      by: ['user', 'provider'],
      carries: ['backend', 'ip', 'user_agent'],
      mayCarry: [],
      onlyWith: 'loginEvents',
    },
    'after-new-device': {
      when: 'a login succeeded from another kind of browser, or another part of the network, than every login of the user in half a year; not for the first one',
      on: 'device',
      by: ['user', 'provider'],
      carries: ['backend', 'ip', 'user_agent'],
      mayCarry: [],
      onlyWith: 'newDeviceEvents',
    },
  },
  refusals: {
    LOGIN_BAD_CREDENTIALS: {
      status: 400,
      meaning: 'The address is unknown, the password is wrong, or the user is inactive.',
    },
    REAUTHENTICATION_REQUIRED: {
      status: 403,
      meaning:
        'The login is no longer recent, and `current_password` is missing or wrong: sign in again.',
    },
    LOGIN_USER_NOT_VERIFIED: {
      status: 400,
      onlyWith: 'requireVerification',
      meaning: 'The password is right, and the address has to be verified first.',
    },
  },
} as const satisfies Manifest;
