/** What functions may do with passkeys in the table. */
import { may, type TableAccess } from './action.ts';
import { KEYS, LOOKUP_ATTRIBUTES, LOOKUP_READS, SIGN_IN_READS } from './attributes.ts';
import {
  LOGIN_EVENT_ATTRIBUTES,
  REFRESHED_SESSION_ATTRIBUTES,
  REVOCATION_ATTRIBUTES,
  TOKEN_SESSION_ATTRIBUTES,
} from './write-attributes.ts';

/** What a read of passkeys asks for; no attribute of a passkey is secret. */
export const PASSKEY_ATTRIBUTES = [
  ...KEYS,
  'user_id',
  'credential_id',
  'label',
  'public_key',
  'sign_count',
  'aaguid',
  'transports',
  'backup_eligible',
  'backed_up',
  'created_at',
  'last_used_at',
] as const;

/** What a login by passkey reads: the passkey and the profile of its user, in one call. */
export const PASSKEY_LOGIN_ATTRIBUTES = [
  ...new Set([...PASSKEY_ATTRIBUTES.filter((name) => name !== 'pk'), ...LOOKUP_ATTRIBUTES]),
] as const;

/** The note that a challenge was used. */
const USED_ATTRIBUTES = [...KEYS, 'expires_at'] as const;

/** A use of a passkey. */
const USE_ATTRIBUTES = [...KEYS, 'sign_count', 'backed_up', 'last_used_at'] as const;

/** How many passkeys a user has, on a user who is as read. */
const COUNT_ATTRIBUTES = [...KEYS, 'event', 'version', 'passkeys'] as const;

const union = (...lists: readonly (readonly string[])[]) => [...new Set(lists.flat())];

/** To list the passkeys of a user. */
export const LIST_PASSKEYS = may('Query', 'passkey', { attributes: PASSKEY_ATTRIBUTES });

/** To count the passkeys of a user, on profile and credential. */
export const COUNT_PASSKEYS = may('UpdateItem', ['profile', 'credential'], {
  attributes: COUNT_ATTRIBUTES,
});

/** To add one: its challenge is used up in the same transaction. */
export const ADD_PASSKEY = [
  LIST_PASSKEYS,
  may('PutItem', ['passkey', 'passkey-use'], {
    attributes: union(PASSKEY_ATTRIBUTES, USED_ATTRIBUTES),
  }),
  COUNT_PASSKEYS,
];

/** To give one another name. */
export const RENAME_PASSKEY = [
  may('UpdateItem', 'passkey', { attributes: [...KEYS, 'label'], returns: true }),
];

/** To remove one of them. */
export const REMOVE_PASSKEY = [LIST_PASSKEYS, may('DeleteItem', 'passkey'), COUNT_PASSKEYS];

/** A use is noted in the transaction of the login, with its session and its event. */
const NOTE_USE: readonly TableAccess[] = [
  may('ConditionCheckItem', 'credential', { onlyWith: 'passkeys' }),
  may('PutItem', 'passkey-use', { attributes: USED_ATTRIBUTES, onlyWith: 'passkeys' }),
  may('PutItem', ['passkey-use', 'session'], {
    attributes: union(USED_ATTRIBUTES, TOKEN_SESSION_ATTRIBUTES),
    onlyWith: 'passkeyTokens',
  }),
  may('PutItem', ['passkey-use', 'session'], {
    attributes: union(USED_ATTRIBUTES, REFRESHED_SESSION_ATTRIBUTES),
    onlyWith: 'passkeyRefresh',
  }),
  may('UpdateItem', 'passkey', { attributes: USE_ATTRIBUTES, onlyWith: 'passkeys' }),
  may('UpdateItem', ['passkey', 'profile'], {
    attributes: union(USE_ATTRIBUTES, LOGIN_EVENT_ATTRIBUTES),
    onlyWith: 'passkeyEvents',
  }),
];

/** What it takes to sign in with a passkey, as the first or the second factor. */
export const BY_PASSKEY = [
  may('BatchGetItem', ['passkey', 'profile'], {
    attributes: union(LOOKUP_READS, PASSKEY_LOGIN_ATTRIBUTES),
    onlyWith: 'passkeys',
    apart: true,
  }),
  // Only of one that was used without a PIN or a finger, for which another factor is asked.
  may('GetItem', 'credential', { attributes: SIGN_IN_READS, onlyWith: 'passkeys' }),
  ...NOTE_USE,
];

/** The same of a login that takes the place of another, which ends in its transaction. */
export const RENEWED_BY_PASSKEY = [
  ...BY_PASSKEY,
  may('PutItem', ['passkey-use', 'revocation'], {
    attributes: union(USED_ATTRIBUTES, REVOCATION_ATTRIBUTES),
    onlyWith: 'passkeyRevocations',
  }),
];
