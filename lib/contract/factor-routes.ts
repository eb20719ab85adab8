/** Second factors that users have: an authenticator app, and recovery codes for users who have lost it. */
import { del, get, may, post } from './action.ts';
import { CODE_ATTRIBUTES, FIRST_CODE_ATTRIBUTES } from './attributes.ts';
import { signedIn, superuser } from './callers.ts';
import { COUNTS_CODES, comparesCode, READ_RECOVERY_CODES, USES_CODE } from './codes.ts';
import {
  CODES_CHANGE_ATTRIBUTES,
  ENROLLED_ATTRIBUTES,
  ENROLMENT_ATTRIBUTES,
  FACTORS_CHANGE_ATTRIBUTES,
  RECOVERY_CODE_ATTRIBUTES,
} from './factor-attributes.ts';
import {
  FACTOR_REFUSALS,
  mfaIssuer,
  mfaSecretArn,
  mfaTokenSecretArn,
  secondFactors,
} from './factors.ts';
import type { Manifest } from './manifest.ts';
import { apiUrl } from './places.ts';
import { holding, noContent } from './success.ts';

/** The codes by which users change their factors. */
const CODES = [{ fields: ['code'] }, { fields: ['recovery_code'] }] as const;

/** What a change takes that asks for a code. */
const BY_CODE = [
  comparesCode(['totp'], CODE_ATTRIBUTES),
  READ_RECOVERY_CODES,
  ...COUNTS_CODES.table,
];

export const getMyMfa = signedIn(
  'get-my-mfa',
  get('/me/mfa', { gives: holding('SecondFactors') }),
  "One's own second factors.",
  { freshProof: 'never', secondFactor: 'never', onlyWith: 'factors' },
);

export const enrolTotp = signedIn(
  'enrol-totp',
  post('/me/mfa/totp', {
    gives: holding('TotpEnrolment', {
      note: 'nothing is in force before `POST /me/mfa/totp/confirm`; a QR code of `uri` is what apps scan',
    }),
  }),
  'Get a secret for an authenticator app.',
  {
    form: { page: 'security', done: 'authenticator-app', showsAnswer: true },
    refuses: ['MFA_ALREADY_ENABLED'],
    freshProof: 'always',
    secondFactor: 'enrols',
    verified: 'always',
    onlyWith: 'mfa',
    settings: [mfaSecretArn, mfaIssuer, apiUrl],
    table: [
      may('ConditionCheckItem', 'profile'),
      may('PutItem', 'totp-enrolment', { attributes: ENROLMENT_ATTRIBUTES }),
    ],
  },
);

export const confirmTotp = signedIn(
  'confirm-totp',
  post('/me/mfa/totp/confirm', {
    body: ['code'],
    gives: holding('RecoveryCodes', {
      note: 'ten, shown once; from now on every login takes a second factor',
    }),
  }),
  'Put an authenticator app in force with its first code.',
  {
    form: {
      page: 'authenticator-app',
      done: 'recovery-codes',
      showsAnswer: true,
      keeps: ['secret', 'uri'],
    },
    refuses: ['MFA_BAD_CODE', ...COUNTS_CODES.refuses],
    freshProof: 'never',
    secondFactor: 'enrols',
    verified: 'always',
    onlyWith: 'mfa',
    settings: [mfaSecretArn],
    table: [
      comparesCode(['totp-enrolment'], FIRST_CODE_ATTRIBUTES),
      ...COUNTS_CODES.table,
      may('DeleteItem', 'totp-enrolment'),
      may('PutItem', ['totp', 'recovery-code'], { attributes: ENROLLED_ATTRIBUTES }),
      may('UpdateItem', ['profile', 'credential'], { attributes: FACTORS_CHANGE_ATTRIBUTES }),
    ],
  },
);

export const deleteMyTotp = signedIn(
  'delete-my-totp',
  del('/me/mfa/totp', {
    either: CODES,
    gives: noContent('the recovery codes go, too, and logins take one factor again'),
  }),
  "Remove one's own authenticator app, with one of its codes or a recovery code.",
  {
    form: { page: 'security', done: 'same' },
    refuses: ['MFA_BAD_CODE', ...COUNTS_CODES.refuses],
    freshProof: 'always',
    // The body has a code.
    secondFactor: 'never',
    onlyWith: 'mfa',
    settings: [mfaSecretArn],
    table: [
      ...BY_CODE,
      may('DeleteItem', ['totp', 'recovery-code']),
      may('UpdateItem', ['profile', 'credential'], { attributes: FACTORS_CHANGE_ATTRIBUTES }),
      USES_CODE,
    ],
  },
);

export const replaceRecoveryCodes = signedIn(
  'replace-recovery-codes',
  post('/me/mfa/recovery-codes', {
    either: CODES,
    gives: holding('RecoveryCodes', { note: 'ten, shown once; those of before are void' }),
  }),
  'Get new recovery codes, with a code of the authenticator app or one of those that are left.',
  {
    form: { page: 'security', done: 'recovery-codes', showsAnswer: true },
    refuses: ['MFA_BAD_CODE', ...COUNTS_CODES.refuses],
    freshProof: 'always',
    secondFactor: 'never',
    onlyWith: 'mfa',
    settings: [mfaSecretArn],
    table: [
      ...BY_CODE,
      may('DeleteItem', 'recovery-code'),
      may('PutItem', 'recovery-code', { attributes: RECOVERY_CODE_ATTRIBUTES }),
      may('UpdateItem', ['profile', 'credential', 'totp'], { attributes: CODES_CHANGE_ATTRIBUTES }),
    ],
  },
);

export const deleteMfa = superuser(
  'delete-mfa',
  del('/{id}/mfa', {
    gives: noContent(
      'authenticator app and recovery codes go; their passkeys stay, and nobody is signed out',
    ),
  }),
  'Let a user in who has lost the authenticator app and the recovery codes.',
  {
    freshProof: 'about-anyone',
    onlyWith: 'mfa',
    table: [
      READ_RECOVERY_CODES,
      may('DeleteItem', ['totp', 'recovery-code']),
      may('UpdateItem', ['profile', 'credential'], { attributes: FACTORS_CHANGE_ATTRIBUTES }),
    ],
  },
);

const CARRIED = ['ip', 'user_agent'] as const;

export const FACTORS = {
  actions: [getMyMfa, enrolTotp, confirmTotp, deleteMyTotp, replaceRecoveryCodes, deleteMfa],
  settings: [secondFactors, mfaTokenSecretArn, mfaSecretArn, mfaIssuer],
  events: {
    'after-mfa-enable': {
      when: 'the user confirmed an authenticator app (`totp`), or a user got new recovery codes',
      on: 'profile',
      by: ['user'],
      carries: ['method', 'codes_left', ...CARRIED],
      mayCarry: [],
      onlyWith: 'mfa',
    },
    'after-mfa-disable': {
      when: 'an authenticator app was removed, and the recovery codes with it',
      on: 'profile',
      by: ['user', 'superuser', 'operator'],
      carries: ['method'],
      mayCarry: CARRIED,
      onlyWith: 'mfa',
    },
    'after-recovery-code': {
      when: 'a user signed in with a recovery code',
      on: 'totp',
      by: ['user'],
      carries: ['method', 'codes_left', ...CARRIED],
      mayCarry: [],
      onlyWith: 'mfa',
    },
  },
  refusals: {
    ...FACTOR_REFUSALS,
    LOGIN_BAD_MFA_TOKEN: {
      status: 400,
      meaning:
        'The token is wrong, of another backend, more than five minutes old, or of before a new password or address: begin the login again.',
      onlyWith: 'secondFactors',
    },
    LOGIN_BAD_MFA_CODE: {
      status: 400,
      meaning: 'The code is wrong, was used, or is of a minute ago.',
      onlyWith: 'secondFactors',
    },
    MFA_ALREADY_ENABLED: {
      status: 409,
      meaning:
        'The user has an authenticator app: it has to be removed before another is enrolled.',
      onlyWith: 'mfa',
    },
    MFA_BAD_CODE: {
      status: 400,
      meaning:
        'The code is wrong, was used, or is of a minute ago; or there is nothing to confirm.',
      onlyWith: 'mfa',
    },
  },
} as const satisfies Manifest;
