/** Verified addresses: the first one, and a new one that has to be confirmed. */
import { may, post, requireVerification } from './action.ts';
import { LOOKUP_READS } from './attributes.ts';
import { anyone } from './callers.ts';
import type { Manifest } from './manifest.ts';
import { itemFeatures } from './of-user.ts';
import { FORGET_REQUESTS } from './passwords.ts';
import { flag, seconds, secret } from './setting.ts';
import { accepted, user } from './success.ts';
import {
  CONFIRMED_ATTRIBUTES,
  MOVED_CREDENTIAL_ATTRIBUTES,
  REQUEST_ATTRIBUTES,
  VERIFY_ATTRIBUTES,
} from './write-attributes.ts';

export const verificationTokenSecret = secret('verificationToken', 'verificationTokenSecret');

export const verificationTokenLifetime = seconds('verificationTokenLifetime', {
  default: 3600,
  max: 86_400,
  why: 'the mailbox may have a new owner by then',
});

const VERIFICATION_TOKEN = [verificationTokenSecret, verificationTokenLifetime] as const;

/** A new address that users give themselves has to be confirmed before it is in force. */
export const confirmsEmailChange = flag('confirmEmailChange', {
  prop: 'emailChange',
  values: { on: 'EmailChange.CONFIRM', off: 'EmailChange.IMMEDIATE' },
  default: false,
  // A user who moves to the address of somebody else would keep app and passkeys there.
  onWith: 'factors',
});

export const requestVerifyToken = anyone(
  'request-verify-token',
  post('/request-verify-token', { body: ['email'], gives: accepted }),
  'Ask for a token that verifies an address, which arrives as an event.',
  {
    form: { page: 'account', done: 'same' },
    table: [may('UpdateItem', 'request-verify', { attributes: REQUEST_ATTRIBUTES })],
  },
);

export const verify = anyone(
  'verify',
  post('/verify', { body: ['token'], gives: user('the address is verified') }),
  'Verify an address with its token.',
  {
    form: { page: 'verify', done: 'account', keeps: ['token'] },
    refuses: ['VERIFY_USER_BAD_TOKEN', 'VERIFY_USER_ALREADY_VERIFIED'],
    failures: { of: 'verify-failures', codes: ['VERIFY_USER_BAD_TOKEN'] },
    model: true,
    settings: VERIFICATION_TOKEN,
    table: [
      may('BatchGetItem', 'profile', { attributes: LOOKUP_READS }),
      may('UpdateItem', ['profile', 'credential'], { attributes: VERIFY_ATTRIBUTES }),
    ],
  },
);

export const confirmEmailChange = anyone(
  'confirm-email-change',
  post('/confirm-email-change', {
    body: ['token'],
    gives: user('the new address is in force, and verified'),
  }),
  'Move to the new address with its token.',
  {
    form: { page: 'confirm-email', done: 'account', keeps: ['token'] },
    refuses: ['EMAIL_CHANGE_BAD_TOKEN', 'UPDATE_USER_EMAIL_ALREADY_EXISTS'],
    failures: { of: 'confirm-failures', codes: ['EMAIL_CHANGE_BAD_TOKEN'] },
    onlyWith: 'confirmEmailChange',
    model: true,
    settings: [...VERIFICATION_TOKEN, itemFeatures],
    table: [
      may('BatchGetItem', 'profile', { attributes: LOOKUP_READS }),
      may('UpdateItem', 'profile', { attributes: CONFIRMED_ATTRIBUTES }),
      may(['GetItem', 'DeleteItem'], 'credential'),
      may('PutItem', 'credential', { attributes: MOVED_CREDENTIAL_ATTRIBUTES }),
      FORGET_REQUESTS,
    ],
  },
);

export const VERIFICATION = {
  actions: [requestVerifyToken, verify, confirmEmailChange],
  settings: [requireVerification, ...VERIFICATION_TOKEN, confirmsEmailChange],
  events: {
    'after-request-verify': {
      when: 'an active, unverified user asked to verify; at most once a minute and 6 times an hour per address',
      on: 'request-verify',
      by: ['user'],
      carries: ['token', 'expires_at'],
      mayCarry: [],
    },
    'after-verify': {
      when: 'a user verified the address with a token',
      on: 'profile',
      by: ['token'],
      carries: [],
      mayCarry: [],
    },
    'after-request-email-change': {
      when: 'a user asked for a new address, which has to be confirmed; at most once a minute and 6 times an hour per user and new address. Without `token` where the new address has a user',
      on: 'email-change',
      by: ['user'],
      carries: ['new_email'],
      mayCarry: ['token', 'expires_at'],
      onlyWith: 'confirmEmailChange',
    },
  },
  refusals: {
    VERIFY_USER_BAD_TOKEN: {
      status: 400,
      meaning: 'The token is wrong or expired, for an earlier address, or the user is inactive.',
    },
    VERIFY_USER_ALREADY_VERIFIED: { status: 400, meaning: 'The user has verified the address.' },
    EMAIL_CHANGE_BAD_TOKEN: {
      status: 400,
      meaning:
        'The token is wrong, expired or used, or there was a newer request, another address or another password since.',
    },
  },
} as const satisfies Manifest;
