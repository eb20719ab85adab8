/** Stored logins: refreshed, listed, ended; and the callers of routes of the stack's own. */
import { del, get, may, post, requireVerification, type TableAccess } from './action.ts';
import { LIST_INDEX, LOOKUP_READS, SESSION_LIST_ATTRIBUTES } from './attributes.ts';
import { anyone, gateway, signedIn, superuser, unrouted } from './callers.ts';
import type { Feature } from './features.ts';
import { loginKeys } from './keys.ts';
import type { Manifest } from './manifest.ts';
import { derivedJson, integer } from './setting.ts';
import { credential, listOf, noContent } from './success.ts';
import {
  EMAIL_CHANGE_ATTRIBUTES,
  LOGINS_END_ATTRIBUTES,
  MOVED_CREDENTIAL_ATTRIBUTES,
  REFRESH_ATTRIBUTES,
  REFRESHED_SESSION_ATTRIBUTES,
  TOKEN_SESSION_ATTRIBUTES,
} from './write-attributes.ts';

export const maxSessionsPerUser = integer('maxSessionsPerUser', {
  onlyWith: 'sessions',
  default: 20,
  min: 1,
  max: 100,
  why: 'a list of sessions is one page, and no person signs in on more devices at once',
});

/** What a caller must be to pass an authorizer. */
export interface Requirements {
  readonly verified: boolean;
  readonly superuser: boolean;
  /** Other callers pass as anonymous. */
  readonly optional: boolean;
  /** Their login was with a second factor; absent where that is as the API has it. */
  readonly mfa?: boolean;
  /** Seconds since they proved who they are. */
  readonly maxAge?: number;
}

export const requirements = derivedJson<Requirements>()('requirements');

/** Names of the custom fields that are claims: a caller has them as the profile says, not the token. */
export const claimFields = derivedJson<readonly string[]>()('claimFields');

/** Some backend stores its logins. */
export const storesLogins = derivedJson<boolean>()('storesLogins');

/**
 * A new password by cookie begins a new session, in the transaction that changes the user: its puts are
 * judged together, so one row has them all.
 */
export const RENEW_SESSION: readonly TableAccess[] = [
  putBeside('credential', TOKEN_SESSION_ATTRIBUTES, 'cookieTokensMoved'),
  putBeside('email-change', TOKEN_SESSION_ATTRIBUTES, 'cookieTokensConfirmed'),
  putBeside('credential', REFRESHED_SESSION_ATTRIBUTES, 'cookieRefreshMoved'),
  putBeside('email-change', REFRESHED_SESSION_ATTRIBUTES, 'cookieRefreshConfirmed'),
];

function putBeside(
  item: 'credential' | 'email-change',
  session: readonly string[],
  onlyWith: Feature,
): TableAccess {
  const others = item === 'credential' ? MOVED_CREDENTIAL_ATTRIBUTES : EMAIL_CHANGE_ATTRIBUTES;
  return may('PutItem', [item, 'session'], {
    attributes: [...new Set([...others, ...session])],
    onlyWith,
  });
}

/** To list the sessions of users, without what their credentials are checked by. */
export const LIST_SESSIONS = may('Query', 'session', {
  attributes: ['pk', ...SESSION_LIST_ATTRIBUTES],
});

/** To keep the sessions of a user to their limit, at every way to sign in. */
export const LIMIT_SESSIONS: readonly TableAccess[] = [
  { ...LIST_SESSIONS, onlyWith: 'sessions' },
  may('DeleteItem', 'session', { onlyWith: 'sessions' }),
];

const END_SESSION = may('DeleteItem', 'session');
/** Raises the token version, so it ends logins that are not stored as well. */
const END_ALL_LOGINS = may('UpdateItem', ['profile', 'credential'], {
  attributes: LOGINS_END_ATTRIBUTES,
});

export const refresh = anyone(
  'refresh',
  post('/refresh/{backend}', {
    body: ['refresh_token'],
    gives: credential({ as: 'the login', note: 'with the next refresh token' }),
  }),
  'Exchange a refresh token of one backend for the next one and an access token.',
  {
    refuses: ['UNAUTHORIZED', 'FORBIDDEN'],
    failures: { of: 'refresh-failures', codes: ['UNAUTHORIZED'] },
    hooks: true,
    perBackend: true,
    signs: true,
    onlyWith: 'refresh',
    model: true,
    settings: [requireVerification],
    table: [
      may('BatchGetItem', 'profile', { attributes: LOOKUP_READS }),
      may('UpdateItem', 'session', { attributes: REFRESH_ATTRIBUTES, returns: true }),
    ],
  },
);

export const listMySessions = signedIn(
  'list-my-sessions',
  get('/me/sessions', { gives: listOf('Session') }),
  'Where one is signed in, newest first.',
  { freshProof: 'never', onlyWith: 'sessions', table: [LIST_SESSIONS] },
);

export const deleteMySession = signedIn(
  'delete-my-session',
  del('/me/sessions/{id}', {
    gives: noContent('it ends at once, the present one as by a logout', { cookie: 'cleared' }),
  }),
  "End one of one's own sessions.",
  {
    form: { page: 'sessions', done: 'same' },
    freshProof: 'other-session',
    onlyWith: 'sessions',
    table: [END_SESSION],
  },
);

export const deleteMySessions = signedIn(
  'delete-my-sessions',
  del('/me/sessions', { gives: noContent('every other login ends, stored or not') }),
  "End all of one's own logins but the present one.",
  { form: { page: 'sessions', done: 'same' }, freshProof: 'always', table: [END_ALL_LOGINS] },
);

export const listSessions = superuser(
  'list-sessions',
  get('/{id}/sessions', { gives: listOf('Session', { as: '`GET /me/sessions`' }) }),
  'Where a user is signed in, newest first.',
  { freshProof: 'never', onlyWith: 'sessions', table: [LIST_SESSIONS] },
);

export const deleteSession = superuser(
  'delete-session',
  del('/{id}/sessions/{session_id}', {
    gives: noContent('it ends at once', { cookie: 'cleared' }),
  }),
  'End a session of a user.',
  { freshProof: 'other-session', onlyWith: 'sessions', table: [END_SESSION] },
);

export const deleteSessions = superuser(
  'delete-sessions',
  del('/{id}/sessions', { gives: noContent('every login ends, stored or not') }),
  'Sign a user out everywhere.',
  { freshProof: 'always', table: [END_ALL_LOGINS] },
);

export const endLogins = unrouted(
  'operator',
  'end-logins',
  'End every login of every user, for an operator: all keys are replaced, and stored sessions deleted.',
  {
    settings: [loginKeys, storesLogins],
    table: [
      may('Query', 'profile', {
        index: true,
        attributes: [LIST_INDEX.partitionKey, LIST_INDEX.sortKey],
        onlyWith: 'sessions',
      }),
      { ...LIST_SESSIONS, onlyWith: 'sessions' },
      may('DeleteItem', 'session', { onlyWith: 'sessions' }),
    ],
  },
);

export const authorizer = gateway(
  'authorizer',
  "Tell who calls a route of the stack's own, and whether they may.",
  { originChecked: true, settings: [requirements, claimFields] },
);

export const SESSIONS = {
  actions: [
    refresh,
    listMySessions,
    deleteMySession,
    deleteMySessions,
    listSessions,
    deleteSession,
    deleteSessions,
    endLogins,
    authorizer,
  ],
  settings: [maxSessionsPerUser, requirements, claimFields, storesLogins],
  events: {
    'after-refresh-reuse': {
      when: 'a session ended because a replaced refresh token was used again; `ip` and `user_agent` are of that use',
      on: 'session',
      by: ['token'],
      carries: ['backend', 'ip', 'user_agent'],
      mayCarry: [],
      onlyWith: 'refresh',
    },
  },
  refusals: {},
} as const satisfies Manifest;
