/** Passwords: what they must be, how they are hashed, and how a forgotten one is reset. */
import { may, post } from './action.ts';
import { anyone } from './callers.ts';
import { ITEM_FEATURES, itemsOfUser } from './item-keys.ts';
import type { Manifest } from './manifest.ts';
import { importedHashes, passwordHash } from './password-hash.ts';
import { integer, list, optionalJson, seconds, secret } from './setting.ts';
import { accepted, done } from './success.ts';
import { REQUEST_ATTRIBUTES, RESET_ATTRIBUTES } from './write-attributes.ts';

/** Characters. Of UTF-8, 256 of them fit into the 1,024 bytes of argon2id in any script. */
export const passwordMinLength = integer('passwordMinLength', {
  prop: 'passwordPolicy.minLength',
  default: 8,
  min: 8,
  max: 256,
  why: 'shorter passwords can be guessed, and longer ones may have more bytes than a hash takes',
});

/**
 * Names of the service, which are no passwords (ASVS 5.0, 6.2.11). The construct adds its own and the
 * stack's. `users-api` is what anybody can see of any such API, as its cookies begin with it.
 */
export const contextWords = list('contextWords', {
  prop: 'passwordPolicy.contextWords',
  default: ['users-api'],
});

/** The service that is asked whether a new password was in a data breach. */
export interface BreachedPasswordsSettings {
  /** What `/range/` is behind. */
  readonly url: string;
  readonly timeoutMs: number;
}

export const breachedPasswords = optionalJson<BreachedPasswordsSettings>()('breachedPasswords');

/** What a function needs that stores new passwords. */
export const NEW_PASSWORD = [
  passwordMinLength,
  contextWords,
  passwordHash,
  breachedPasswords,
] as const;

export const resetTokenSecret = secret('resetToken', 'resetPasswordTokenSecret');

export const resetTokenLifetime = seconds('resetTokenLifetime', {
  prop: 'resetPasswordTokenLifetime',
  default: 3600,
  max: 86_400,
  why: 'a reset token is as good as the password, so it should expire soon after it is mailed',
});

/**
 * What gives an address to a user also drops what was asked to be mailed there before. Requests of all kinds are in one
 * partition, so the permission is the same whichever there are; functions know that by `itemFeatures`.
 */
export const FORGET_REQUESTS = may('DeleteItem', itemsOfUser('address', ITEM_FEATURES));

export const forgotPassword = anyone(
  'forgot-password',
  post('/forgot-password', { body: ['email'], gives: accepted }),
  'Ask for a reset token, which arrives as an event.',
  {
    form: { page: 'forgot-password', done: 'same' },
    table: [may('UpdateItem', 'forgot-password', { attributes: REQUEST_ATTRIBUTES })],
  },
);

export const resetPassword = anyone(
  'reset-password',
  post('/reset-password', {
    body: ['token', 'password'],
    gives: done(
      'the token is used up, every login of the user ends, and the address is verified; accounts at providers from before it was verified are removed',
    ),
  }),
  'Set a new password with a reset token.',
  {
    form: { page: 'reset-password', done: 'sign-in', keeps: ['token'] },
    refuses: ['RESET_PASSWORD_BAD_TOKEN', 'RESET_PASSWORD_INVALID_PASSWORD'],
    failures: { of: 'reset-failures', codes: ['RESET_PASSWORD_BAD_TOKEN'] },
    hashes: true,
    model: true,
    settings: [resetTokenSecret, resetTokenLifetime, ...NEW_PASSWORD],
    table: [
      may('UpdateItem', ['profile', 'credential'], { attributes: RESET_ATTRIBUTES }),
      // Its owner is let in.
      may('DeleteItem', 'login-attempts', { onlyWith: 'bruteForce' }),
    ],
  },
);

export const PASSWORDS = {
  actions: [forgotPassword, resetPassword],
  settings: [...NEW_PASSWORD, importedHashes, resetTokenSecret, resetTokenLifetime],
  events: {
    'after-forgot-password': {
      when: 'an active user asked for a reset; at most once a minute and 6 times an hour per address',
      on: 'forgot-password',
      by: ['user'],
      carries: ['token', 'expires_at'],
      mayCarry: [],
    },
    'after-reset-password': {
      when: 'a reset succeeded',
      on: 'profile',
      by: ['token'],
      carries: [],
      mayCarry: [],
    },
  },
  refusals: {
    RESET_PASSWORD_BAD_TOKEN: {
      status: 400,
      meaning: 'The token is wrong, expired, used, or no longer the newest state of the user.',
    },
    RESET_PASSWORD_INVALID_PASSWORD: {
      status: 400,
      reason: true,
      meaning: 'The password is refused; `reason` says why. The token can be used again.',
    },
  },
} as const satisfies Manifest;
