/**
 * The kinds of items in the users table. Policies, keys (`item-keys.ts`), the sweep after a deletion, the export of a
 * user's data and the table in `docs/table.md` are made from this.
 *
 * One file for all concerns, since the rows of actions name kinds of other concerns than their own.
 */
import type { ItemKind } from './item-kind.ts';
import { PASSKEY_ITEMS } from './passkey-items.ts';

const DELETED = 'the user is deleted';
const REQUEST = {
  holds:
    '`email`, `event`, and in `asked_1` to `asked_6` when it was asked for, the last time in `asked_6`',
  until: 'an hour after the last one',
};
const ACCOUNT = {
  holds: '`user_id`, `client`, `issuer`, `subject`, `email`, `created_at`, `link_version`',
  until: 'it is removed, or the user is deleted',
};
const FAILURES = {
  sk: 'ATTEMPTS',
  until: '15 minutes after the first, or the period of `bruteForce`',
  ofUser: 'nobody',
} as const;
const FACTORS_OF_USER = 'FACTORS#{user}';
const FACTOR = { ofUser: 'partition', exportedAs: 'second_factors', onlyWith: 'mfa' } as const;
const COUNTER = '`n`, `last_at`, and `attempt`, the id of the wrong try that was counted last';
const EARLIER_ACCOUNT = { ...ACCOUNT, holds: '`user_id`, `client`, `subject`, `created_at`' };

export const ITEMS = {
  profile: {
    pk: 'USER#{user}',
    sk: 'PROFILE',
    holds:
      'the user, `custom` fields, `version`, `token_version`, `surviving_token`, `pending_email` until it is confirmed, `passwordless`, `link_version`, `link_floor` and `link_issuers` for accounts at providers, `totp`, `recovery_codes` and `passkeys` for second factors, `list` for the index, and the last `event`, with IP address and `User-Agent` if it is `after-login`. Never a hash',
    until: DELETED,
    ofUser: 'itself',
  },
  /** What login needs, under the address: its key makes the address unique. */
  credential: {
    pk: 'EMAIL#{email}',
    sk: 'CREDENTIAL',
    holds:
      '`user_id`, `password_hash`, `credential_version`, copies of `token_version`, `link_version`, `link_floor`, of what it has for second factors, `is_active`, `is_verified`, and `claims`',
    until: DELETED,
    ofUser: 'itself',
  },
  /** How many active superusers there are. */
  'superuser-count': {
    pk: 'SUPERUSERS',
    sk: 'COUNT',
    holds: '`active_superusers`',
    until: 'never',
    ofUser: 'nobody',
  },
  /** Who deleted a user, for the event that is made from the removal. */
  deletion: {
    pk: 'DELETION#{deletion}',
    sk: 'DELETION',
    holds:
      '`actor` of a deletion, under the id of its event: the id of a superuser, and nothing of the deleted user',
    until: '97 days later, as long as an event that could not be published is kept',
    ofUser: 'nobody',
  },
  session: {
    pk: 'SESSION#{user}',
    sk: 'SESSION#{session}',
    holds:
      '`backend`, times, `ip`, `user_agent`, `auth_time` and `amr` of the login, `token_version`; `secret_hash` and the `claims` that a hook added of a session token, or `generation`, `rotation` and `rotated_at` of refresh tokens; `ended_at` after a refresh that was refused or a reuse, which has an `event`',
    until: 'it ends or expires; one that a refresh ended, until it would have expired',
    ofUser: 'partition',
    exportedAs: 'sessions',
  },
  /** What a user has signed in from. */
  device: {
    pk: 'DEVICE#{user}',
    sk: 'DEVICE#{device}',
    holds:
      '`user_id`, and an `event` with IP address and `User-Agent` unless it was the first; the key has a hash of the kind of browser and the part of the network',
    until: 'half a year after the last login from it, or the user is deleted',
    ofUser: 'partition',
    exportedAs: 'devices',
    onlyWith: 'newDeviceEvents',
  },
  /** A login that nothing else is stored of, and that has ended. */
  revocation: {
    pk: 'REVOKED#{user}',
    sk: 'REVOKED#{session}',
    holds: 'nothing more: the token was logged out',
    until: 'the token would have expired',
    ofUser: 'partition',
    exportedAs: 'revoked_tokens',
  },
  'forgot-password': {
    pk: 'REQUEST#{email}',
    sk: 'forgot-password',
    ...REQUEST,
    ofUser: 'address',
    exportedAs: 'requests',
  },
  'request-verify': {
    pk: 'REQUEST#{email}',
    sk: 'request-verify',
    ...REQUEST,
    ofUser: 'address',
    exportedAs: 'requests',
  },
  /** A code to sign in with is derived from its event, so it rests nowhere. */
  'request-login': {
    pk: 'REQUEST#{email}',
    sk: 'request-login',
    ...REQUEST,
    holds: `${REQUEST.holds}; \`request_name\`, a hash of its id that attempts have, \`tries_left\` of the code, and \`tried_by\` and \`used_by\`, ids of the last try and of the use`,
    ofUser: 'address',
    exportedAs: 'requests',
    onlyWith: 'emailLogin',
  },
  /** Of the user who asked, so that nobody else's request for the address is in its way. */
  'email-change': {
    pk: 'EMAIL-CHANGE#{user}',
    sk: 'EMAIL-CHANGE#{email}',
    ...REQUEST,
    holds:
      '`user_id`, `email`, `new_email`, `credential_version`, `event`, and times as of the other requests',
    ofUser: 'partition',
    exportedAs: 'requests',
  },
  /**
   * Wrong passwords for one name, from one address or from everywhere. People type passwords where names belong, so the
   * key has a hash of it.
   */
  'login-attempts': {
    pk: 'ATTEMPTS#login#{name}',
    sk: '{place}',
    holds: COUNTER,
    until:
      'no password for the name was wrong for 15 minutes, or for the period of `bruteForce`; or the user is deleted or resets the password',
    ofUser: 'name',
  },
  /** Wrong codes that were given for a second factor of a user, from wherever. */
  'mfa-attempts': {
    pk: 'ATTEMPTS#mfa#{user}',
    sk: 'ATTEMPTS',
    holds: COUNTER,
    until: 'no code of the user was wrong for 15 minutes; or the user is deleted',
    ofUser: 'name',
    onlyWith: 'mfa',
  },
  /** That a name was locked, or the codes of a user, by whose id it is then. While it is there, no other such lock is told. */
  'lockout-notice': {
    pk: 'LOCKOUT#{name}',
    sk: 'NOTICE',
    holds:
      '`told_at`, `user_id` where the name has a user, and an `event` with IP address and `User-Agent`',
    until: 'an hour later, or the user is deleted',
    ofUser: 'name',
  },
  /** Wrong passwords from one address, for any names. */
  'login-failures': { pk: 'ATTEMPTS#login-failures#{address}', holds: COUNTER, ...FAILURES },
  /** Registrations of addresses that are taken, and tokens that were wrong, from one address. */
  'register-failures': { pk: 'ATTEMPTS#register#{address}', holds: COUNTER, ...FAILURES },
  'reset-failures': { pk: 'ATTEMPTS#reset#{address}', holds: COUNTER, ...FAILURES },
  'verify-failures': { pk: 'ATTEMPTS#verify#{address}', holds: COUNTER, ...FAILURES },
  'confirm-failures': { pk: 'ATTEMPTS#confirm#{address}', holds: COUNTER, ...FAILURES },
  'code-failures': { pk: 'ATTEMPTS#code#{address}', holds: COUNTER, ...FAILURES },
  /** Requests for codes from one address, whatever comes of them: each may mail something. */
  'code-requests': { pk: 'ATTEMPTS#code-requests#{address}', holds: COUNTER, ...FAILURES },
  'refresh-failures': { pk: 'ATTEMPTS#refresh#{address}', holds: COUNTER, ...FAILURES },
  /** The secret of an authenticator app. */
  totp: {
    pk: FACTORS_OF_USER,
    sk: 'TOTP',
    holds:
      '`user_id`, `sealed` (the secret, encrypted), `last_step` of the codes that were used, `created_at`, and the `event` of a recovery code',
    until: 'it is removed, or the user is deleted',
    ...FACTOR,
  },
  /** One that is not in force before its first code comes. */
  'totp-enrolment': {
    pk: FACTORS_OF_USER,
    sk: 'TOTP#PENDING',
    holds: '`user_id`, `sealed`, `created_at`',
    until: 'its first code comes, or ten minutes later',
    ...FACTOR,
  },
  /** A recovery code, by its HMAC. */
  'recovery-code': {
    pk: FACTORS_OF_USER,
    sk: 'RECOVERY#{code}',
    holds: '`user_id`, `created_at`',
    until: 'it is used or replaced, the app is removed, or the user is deleted',
    ...FACTOR,
  },
  /**
   * How a login at a provider finds its user. A subject is unique only at its issuer (OpenID Connect Core,
   * 2), so the key has both. Names of clients and issuers have no `#`; a subject may have one.
   */
  account: {
    pk: 'OAUTH#{client}#{subject}',
    sk: 'ACCOUNT#{issuer}',
    ...ACCOUNT,
    ofUser: 'pointed-at',
  },
  /** The same account by its user, to list and to remove it. */
  'account-of-user': {
    pk: 'ACCOUNT#{user}',
    sk: 'ACCOUNT#{client}#{issuer}#{subject}',
    ...ACCOUNT,
    ofUser: 'partition',
    exportedAs: 'accounts',
    pointsAt: 'account',
  },
  /** Of a browser that came back from a provider: its attempt can't be used again. */
  'oauth-attempt': {
    pk: 'OAUTH-ATTEMPT#{client}#{state}',
    sk: 'USED',
    holds: '`use`, an id of the request that used it',
    until: 'the attempt would have expired, ten minutes after it began',
    ofUser: 'nobody',
  },
  ...PASSKEY_ITEMS,
  /** An account as it was stored before its key had the issuer. */
  'earlier-account': {
    pk: 'OAUTH#{client}#{subject}',
    sk: 'ACCOUNT',
    ...EARLIER_ACCOUNT,
    ofUser: 'pointed-at',
  },
  'earlier-account-of-user': {
    pk: 'ACCOUNT#{user}',
    sk: '{client}#{subject}',
    ...EARLIER_ACCOUNT,
    ofUser: 'partition',
    exportedAs: 'accounts',
    pointsAt: 'earlier-account',
  },
} as const satisfies Record<string, ItemKind>;

export type ItemName = keyof typeof ITEMS;

/** Counters of what failed, or of what may be asked for only so often, each for one address. */
export type FailureCounter = Extract<ItemName, `${string}-failures` | 'code-requests'>;

/** The names that items have in an export. */
export type ExportGroup = Extract<
  (typeof ITEMS)[ItemName],
  { readonly exportedAs: string }
>['exportedAs'];

/** The kinds that go with their user in this way. */
export type ItemsOfUser<Way extends ItemKind['ofUser']> = {
  [Name in ItemName]: (typeof ITEMS)[Name]['ofUser'] extends Way ? Name : never;
}[ItemName];
