/** Passkeys (WebAuthn level 3): to sign in with, as a second factor, and the routes by which users have them. */
import { del, get, getAtRoot, patch, post } from './action.ts';
import { anyone, signedIn, superuser } from './callers.ts';
import { REPLACES, SIGN_IN, SIGN_IN_REFUSALS } from './login.ts';
import type { Manifest } from './manifest.ts';
import {
  ADD_PASSKEY,
  BY_PASSKEY,
  LIST_PASSKEYS,
  REMOVE_PASSKEY,
  RENAME_PASSKEY,
} from './passkey-access.ts';
import { passkeys, relatedOrigins } from './passkey-settings.ts';
import { credential, holding, listOf, noContent } from './success.ts';

export const passkeyLoginOptions = anyone(
  'passkey-login-options',
  post('/login/{backend}/passkey/options', { gives: holding('PasskeyRequest') }),
  'Begin a login by passkey: what the browser asks an authenticator for. Nothing is read or written.',
  { onlyWith: 'passkeys', perBackend: true, settings: [passkeys] },
);

export const passkeyLogin = anyone(
  'passkey-login',
  post('/login/{backend}/passkey', {
    body: ['challenge_token', 'credential'],
    gives: credential({ as: 'the login' }),
  }),
  'Exchange a use of a passkey for the credential of one backend.',
  {
    refuses: ['LOGIN_BAD_PASSKEY', 'LOGIN_PASSKEY_UNKNOWN', ...SIGN_IN_REFUSALS],
    onlyWith: 'passkeys',
    hooks: true,
    perBackend: true,
    signs: true,
    replaces: true,
    counts: { succeeded: 'Logins', refused: 'FailedLogins' },
    model: true,
    settings: [passkeys, ...SIGN_IN.settings],
    table: [...BY_PASSKEY, ...SIGN_IN.table, ...REPLACES],
  },
);

export const passkeyOptions = signedIn(
  'passkey-options',
  post('/me/passkeys/options', {
    body: ['conditional'],
    gives: holding('PasskeyCreation'),
  }),
  "Begin to add a passkey to one's own user: what the browser asks an authenticator for.",
  {
    refuses: ['PASSKEY_LIMIT'],
    freshProof: 'always',
    secondFactor: 'enrols',
    onlyWith: 'passkeys',
    verified: 'always',
    settings: [passkeys],
    table: [LIST_PASSKEYS],
  },
);

export const addPasskey = signedIn(
  'add-passkey',
  post('/me/passkeys', {
    body: ['challenge_token', 'credential', 'name'],
    gives: { kind: 'body', status: 201, holds: 'Passkey' },
  }),
  "Add the passkey that an authenticator made to one's own user.",
  {
    refuses: ['PASSKEY_INVALID', 'PASSKEY_LIMIT'],
    // Who began it has given it: the token of the challenge says so, for five minutes.
    freshProof: 'never',
    secondFactor: 'adds',
    onlyWith: 'passkeys',
    verified: 'always',
    settings: [passkeys],
    table: ADD_PASSKEY,
  },
);

export const listMyPasskeys = signedIn(
  'list-my-passkeys',
  get('/me/passkeys', { gives: listOf('Passkey') }),
  "One's own passkeys, oldest first.",
  { freshProof: 'never', onlyWith: 'passkeys', table: [LIST_PASSKEYS] },
);

export const renameMyPasskey = signedIn(
  'rename-my-passkey',
  patch('/me/passkeys/{passkey_id}', { body: ['name'], gives: holding('Passkey') }),
  "Give one of one's own passkeys another name.",
  {
    form: { page: 'security', done: 'same' },
    refuses: ['NOT_FOUND'],
    // It signs in as before.
    freshProof: 'never',
    onlyWith: 'passkeys',
    table: RENAME_PASSKEY,
  },
);

const REMOVED = { gives: noContent('the passkey signs nobody in any more') };

export const deleteMyPasskey = signedIn(
  'delete-my-passkey',
  del('/me/passkeys/{passkey_id}', REMOVED),
  "Remove a passkey from one's own user.",
  {
    form: { page: 'security', done: 'same' },
    refuses: ['NOT_FOUND', 'LAST_CREDENTIAL'],
    freshProof: 'always',
    onlyWith: 'passkeys',
    table: REMOVE_PASSKEY,
  },
);

export const listPasskeys = superuser(
  'list-passkeys',
  get('/{id}/passkeys', { gives: listOf('Passkey', { as: '`GET /me/passkeys`' }) }),
  'The passkeys of a user, oldest first.',
  { freshProof: 'never', onlyWith: 'passkeys', table: [LIST_PASSKEYS] },
);

export const deletePasskey = superuser(
  'delete-passkey',
  del('/{id}/passkeys/{passkey_id}', REMOVED),
  'Remove a passkey from a user.',
  {
    refuses: ['NOT_FOUND', 'LAST_CREDENTIAL'],
    freshProof: 'about-anyone',
    onlyWith: 'passkeys',
    table: REMOVE_PASSKEY,
  },
);

export const webauthnOrigins = anyone(
  'webauthn-origins',
  getAtRoot('/.well-known/webauthn', { gives: holding('RelatedOrigins') }),
  'The origins of other sites whose pages may use the same passkeys, for browsers.',
  { onlyWith: 'relatedOrigins', published: true, settings: [relatedOrigins] },
);

export const PASSKEYS = {
  actions: [
    passkeyLoginOptions,
    passkeyLogin,
    passkeyOptions,
    addPasskey,
    listMyPasskeys,
    renameMyPasskey,
    deleteMyPasskey,
    listPasskeys,
    deletePasskey,
    webauthnOrigins,
  ],
  settings: [passkeys, relatedOrigins],
  events: {
    'after-passkey-add': {
      when: 'a passkey was added to a user',
      on: 'profile',
      by: ['user'],
      carries: ['passkey', 'ip', 'user_agent'],
      mayCarry: [],
      onlyWith: 'passkeys',
    },
    'after-passkey-delete': {
      when: 'a passkey was removed from a user, by the user or a superuser',
      on: 'profile',
      by: ['user', 'superuser', 'operator'],
      carries: ['passkey'],
      mayCarry: ['ip', 'user_agent'],
      onlyWith: 'passkeys',
    },
  },
  refusals: {
    LOGIN_BAD_PASSKEY: {
      status: 400,
      onlyWith: 'passkeys',
      meaning:
        'The challenge is wrong, expired or used, the passkey did not sign it as it has to, or the user is inactive.',
    },
    LOGIN_PASSKEY_UNKNOWN: {
      status: 400,
      onlyWith: 'passkeys',
      meaning:
        'No user has this passkey any more: tell the browser by `PublicKeyCredential.signalUnknownCredential`, and it is no longer offered.',
    },
    PASSKEY_INVALID: {
      status: 400,
      onlyWith: 'passkeys',
      meaning:
        'The challenge is wrong, expired, used, or of another user or an earlier login; or the authenticator did not make what it was asked for.',
    },
    PASSKEY_LIMIT: {
      status: 409,
      onlyWith: 'passkeys',
      meaning: 'The user has 20 passkeys, which is as many as there may be.',
    },
  },
} as const satisfies Manifest;
