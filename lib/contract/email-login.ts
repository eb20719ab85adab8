/** Codes by mail: signing in by nothing but an address, and signing up with it. */
import { backends, may, post } from './action.ts';
import {
  ATTEMPT_ATTRIBUTES,
  CODE_REQUEST_ATTRIBUTES,
  LOOKUP_READS,
  SIGN_IN_READS,
} from './attributes.ts';
import type { TransportSettings } from './backend.ts';
import { anyone } from './callers.ts';
import { only } from './features.ts';
import { bruteForce, COUNT_ATTRIBUTES } from './limits.ts';
import { REPLACES, SIGN_IN } from './login.ts';
import type { Manifest } from './manifest.ts';
import { itemFeatures } from './of-user.ts';
import { FORGET_REQUESTS } from './passwords.ts';
import { derivedText, optionalJson } from './setting.ts';
import { credential, holding } from './success.ts';
import {
  CODE_LOGIN_ATTRIBUTES,
  CODE_TRY_ATTRIBUTES,
  LOGIN_REQUEST_ATTRIBUTES,
  SIGNED_UP_ATTRIBUTES,
} from './write-attributes.ts';

/** Seconds for which a code works, as NIST allows at most (SP 800-63B-4, 3.1.3.2). */
export const CODE_LIFETIME = 600;

/** What is typed. */
export const CODE_DIGITS = 8;

/** Codes that are compared for one request, after which the right one doesn't work any more either. */
export const CODE_TRIES = 5;

/** The prop `emailLogin`. */
export interface EmailLoginSettings {
  /** An address without a user gets a code as well, which makes the user. */
  readonly signUp: boolean;
}

/** What functions get of it that make codes, or compare them. */
export interface EmailCodesSettings extends EmailLoginSettings {
  /** What codes are derived from. */
  readonly secretArn: string;
}

/** Not set where nobody signs in so. With it the right to read the secret. */
export const emailCodes = optionalJson<EmailCodesSettings>()('emailCodes');

/** What the keys of attempts are derived from. With it the right to read that secret. */
export const emailAttemptSecretArn = derivedText('emailAttemptSecretArn');

/** Name of the cookie that keeps an attempt beside the one that keeps the login; `undefined` for a backend without cookies. */
export function attemptCookieOf(transport: TransportSettings): string | undefined {
  if (transport.kind !== 'cookie') return undefined;
  return `__Host-${transport.name.replace(/^__(Host|Secure)-/i, '')}-email`;
}

/** The credential and the request, with counters. */
const CODE_READS = [
  ...new Set([...SIGN_IN_READS, ...CODE_REQUEST_ATTRIBUTES, ...ATTEMPT_ATTRIBUTES]),
] as const;

export const requestLogin = anyone(
  'request-login',
  post('/login/{backend}/email', {
    body: ['email'],
    gives: holding('EmailAttempt', {
      status: 202,
      note: ['always', only('cookies', 'with a cookie that has the token as well')],
    }),
  }),
  'Ask for a code to sign in with, which arrives as an event.',
  {
    form: { page: 'email-code', done: 'enter-code' },
    refuses: [only('bruteForce', 'TOO_MANY_REQUESTS')],
    perBackend: true,
    onlyWith: 'emailLogin',
    settings: [emailAttemptSecretArn, bruteForce],
    table: [
      may('UpdateItem', 'code-requests', {
        attributes: COUNT_ATTRIBUTES,
        returns: true,
        onlyWith: 'bruteForce',
      }),
      // One that is refused is told which request came before it.
      may('UpdateItem', 'request-login', { attributes: LOGIN_REQUEST_ATTRIBUTES, returns: true }),
    ],
  },
);

export const confirmLogin = anyone(
  'confirm-login',
  post('/login/{backend}/email/confirm', {
    body: ['attempt_token', 'code'],
    gives: credential({
      as: 'the login',
      note: [
        'the address is verified; where it was not, the password, every login and accounts at providers from before end',
        only('cookies', 'the login of the cookie that came with it ends'),
      ],
    }),
  }),
  'Exchange a code that was mailed for the credential of one backend.',
  {
    form: { page: 'enter-code', done: 'next' },
    refuses: [
      'LOGIN_BAD_CODE',
      only('secondFactors', 'LOGIN_MFA_REQUIRED'),
      only('emailSignUpWithFields', 'LOGIN_REGISTRATION_REQUIRED'),
      only('bruteForce', 'TOO_MANY_REQUESTS'),
    ],
    hooks: true,
    perBackend: true,
    onlyWith: 'emailLogin',
    signs: true,
    replaces: true,
    counts: { succeeded: 'Logins', refused: 'FailedLogins' },
    model: true,
    settings: [
      ...[emailAttemptSecretArn, emailCodes, bruteForce, backends, itemFeatures],
      ...SIGN_IN.settings,
    ],
    table: [
      may('BatchGetItem', ['credential', 'request-login'], { attributes: CODE_READS, apart: true }),
      may('BatchGetItem', 'code-failures', {
        attributes: CODE_READS,
        onlyWith: 'bruteForce',
        apart: true,
      }),
      may('BatchGetItem', 'profile', { attributes: LOOKUP_READS }),
      may('UpdateItem', 'code-failures', {
        attributes: COUNT_ATTRIBUTES,
        returns: true,
        onlyWith: 'bruteForce',
      }),
      may('ConditionCheckItem', 'code-failures', { onlyWith: 'bruteForce' }),
      may('UpdateItem', 'request-login', { attributes: CODE_TRY_ATTRIBUTES, returns: true }),
      may('UpdateItem', ['request-login', 'profile', 'credential'], {
        attributes: CODE_LOGIN_ATTRIBUTES,
      }),
      may('PutItem', ['profile', 'credential'], {
        attributes: SIGNED_UP_ATTRIBUTES,
        onlyWith: 'emailSignUp',
      }),
      { ...FORGET_REQUESTS, onlyWith: 'emailSignUp' },
      ...SIGN_IN.table,
      ...REPLACES,
    ],
  },
);

export const EMAIL_LOGIN = {
  actions: [requestLogin, confirmLogin],
  settings: [emailCodes, emailAttemptSecretArn],
  events: {
    'after-request-login': {
      when: 'an active user asked for a code to sign in with, or with `signUp` somebody for an address without a user, of which `user` then has nothing but `email`; at most once a minute and 6 times an hour per address',
      on: 'request-login',
      by: ['user'],
      carries: ['code', 'token', 'expires_at', 'ip', 'user_agent'],
      mayCarry: [],
      ofAddress: true,
      onlyWith: 'emailLogin',
    },
  },
  refusals: {
    LOGIN_BAD_CODE: {
      status: 400,
      onlyWith: 'emailLogin',
      meaning:
        'The code is wrong, expired, used, or was tried too often; a newer one was asked for; or this browser asked for none.',
    },
    LOGIN_REGISTRATION_REQUIRED: {
      status: 400,
      onlyWith: 'emailSignUpWithFields',
      meaning:
        'The code is right, the address has no user, and the user model requires fields: register first.',
    },
  },
} as const satisfies Manifest;
