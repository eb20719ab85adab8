/**
 * The writes of the table, as data: each says what it means when its condition refuses it. Where
 * several conditions fail at once the first one in the list is reported, so `stale` comes first:
 * what was decided on an old profile says nothing about the new one.
 */
import { keyOf } from '../../../lib/contract/items.ts';
import type { StoredEvent } from '../../users/events/event.ts';
import type { OAuthAccount } from '../../users/oauth/provider.ts';
import { REQUEST_INTERVAL } from '../../users/passwords/request-token.ts';
import type {
  AccountLink,
  LoginRecord,
  NewUser,
  PasswordReset,
  UserChange,
} from '../../users/ports.ts';
import { isActiveSuperuser, type Profile, type User } from '../../users/user.ts';
import type { ConditionalWrite } from './calls.ts';
import { check, put, remove, update, type Write } from './expressions.ts';
import {
  accountKey,
  accountOfUserKey,
  credentialItem,
  credentialKey,
  type Item,
  listPartition,
  profileKey,
  SUPERUSER_COUNT_KEY,
  sessionItem,
} from './items.ts';

export function create(
  table: string,
  newUser: NewUser,
): ConditionalWrite<'email_taken' | 'account_taken'>[] {
  const { user, claims, passwordHash, account, event } = newUser;
  const profile = {
    ...profileKey(user.id),
    list: listPartition(user.id),
    ...user,
    version: 1,
    token_version: 1,
    event,
  };
  const credential = credentialItem(user, {
    passwordHash,
    credentialVersion: 1,
    tokenVersion: 1,
    claims,
  });
  const all = [put(table, credential), put(table, profile), ...count(table, undefined, user)];
  return [
    // The address is the only key of these that can be taken: ids are random.
    ...refuse('email_taken', all),
    ...(account ? refuse('account_taken', accountWrites(table, user.id, account, event.at)) : []),
  ];
}

export function updateUser(
  table: string,
  change: UserChange,
): ConditionalWrite<'stale' | 'email_taken' | 'last_superuser' | 'too_soon'>[] {
  const { before, user, tokenVersion, survivingToken, emailChange, event } = change;
  const { id, created_at, ...attributes } = user;
  const profile = update(table, {
    key: profileKey(id),
    set: {
      ...attributes,
      version: before.version + 1,
      token_version: tokenVersion,
      ...(event && { event }),
      ...(survivingToken !== undefined && { surviving_token: survivingToken }),
      ...(emailChange && { pending_email: emailChange.newEmail }),
    },
    remove: [
      ...(survivingToken === undefined ? ['surviving_token'] : []),
      ...(user.email !== before.user.email ? ['pending_email'] : []),
    ],
    equals: { version: before.version },
  });
  return [
    { write: profile, refusal: 'stale' },
    ...credentialWrites(table, change),
    ...refuse('last_superuser', count(table, before.user, user)),
    ...refuse('too_soon', emailChangeWrites(table, change)),
  ];
}

function emailChangeWrites(table: string, { user, emailChange }: UserChange): Write[] {
  if (!emailChange) return [];
  const { newEmail, credentialVersion, event } = emailChange;
  const item = {
    ...keyOf('email-change', { email: newEmail }),
    user_id: user.id,
    email: user.email,
    new_email: newEmail,
    credential_version: credentialVersion,
    event,
  };
  return [{ Put: requestPut(table, item) }];
}

/** A request that was not made in the last minute; its item goes when the minute is over. */
export function requestPut(table: string, item: Item & { readonly event: StoredEvent }) {
  const now = Math.floor(Date.parse(item.event.at) / 1000);
  return {
    TableName: table,
    Item: { ...item, expires_at: now + REQUEST_INTERVAL },
    // TTL deletes late, so the time is compared as well.
    ConditionExpression: 'attribute_not_exists(pk) OR expires_at <= :now',
    ExpressionAttributeValues: { ':now': now },
  };
}

/** The credential follows the profile: moved to a new address, or changed where it stands. */
function credentialWrites(
  table: string,
  { before, user, claims, tokenVersion, credential }: UserChange,
): ConditionalWrite<'stale' | 'email_taken'>[] {
  const asRead = {
    user_id: user.id,
    ...(credential && { credential_version: credential.before.credentialVersion }),
  };
  const key = credentialKey(before.user.email);
  if (credential && user.email !== before.user.email) {
    const moved = credentialItem(user, {
      passwordHash: credential.passwordHash,
      credentialVersion: credential.before.credentialVersion + 1,
      tokenVersion,
      claims,
    });
    return [
      { write: remove(table, key, asRead), refusal: 'stale' },
      { write: put(table, moved), refusal: 'email_taken' },
    ];
  }
  const copies = {
    is_active: user.is_active,
    is_verified: user.is_verified,
    token_version: tokenVersion,
    ...(claims && { claims }),
  };
  const secret = credential && {
    ...(credential.passwordHash !== undefined && { password_hash: credential.passwordHash }),
    credential_version: credential.before.credentialVersion + 1,
  };
  const write = update(table, { key, set: { ...copies, ...secret }, equals: asRead });
  return [{ write, refusal: 'stale' }];
}

export function deleteUser(
  table: string,
  { user, version }: Profile,
): ConditionalWrite<'stale' | 'last_superuser'>[] {
  return [
    { write: remove(table, profileKey(user.id), { version }), refusal: 'stale' },
    { write: remove(table, credentialKey(user.email), { user_id: user.id }), refusal: 'stale' },
    ...refuse('last_superuser', count(table, user, undefined)),
  ];
}

export function resetPassword(table: string, reset: PasswordReset): ConditionalWrite<'stale'>[] {
  const { userId, email, credentialVersion, passwordHash, event } = reset;
  return refuse('stale', [
    update(table, {
      key: credentialKey(email),
      set: { password_hash: passwordHash },
      add: { credential_version: 1, token_version: 1 },
      equals: { user_id: userId, credential_version: credentialVersion, is_active: true },
    }),
    update(table, {
      key: profileKey(userId),
      set: { updated_at: event.at, event },
      add: { version: 1, token_version: 1 },
      remove: ['surviving_token'],
      equals: { email },
    }),
  ]);
}

export function recordLogin(table: string, login: LoginRecord): ConditionalWrite<'stale'>[] {
  const { credential, upgradedHash, session, event } = login;
  const { email, userId, credentialVersion, tokenVersion } = credential;
  const flags = { token_version: tokenVersion, is_active: true };
  const asRead = { user_id: userId, credential_version: credentialVersion, ...flags };
  const key = credentialKey(email);
  const writes: Write[] = [];
  if (upgradedHash !== undefined) {
    writes.push(update(table, { key, set: { password_hash: upgradedHash }, equals: asRead }));
  } else if (session) {
    // No session comes to be for a user who changed or was deleted since the read.
    writes.push(check(table, key, asRead));
  }
  if (session) writes.push(put(table, sessionItem(session)));
  if (event) {
    writes.push(
      update(table, {
        key: profileKey(userId),
        set: { event },
        equals: { email, ...flags },
      }),
    );
  }
  return refuse('stale', writes);
}

/** The user has to be as read when the account comes to be, so that none is left of a deleted one. */
export function linkAccount(
  table: string,
  { account, userId, tokenVersion, verifiedEmail, event }: AccountLink,
): ConditionalWrite<'stale' | 'account_taken'>[] {
  const asRead = { is_active: true, token_version: tokenVersion };
  const verified = verifiedEmail === undefined ? {} : { email: verifiedEmail, is_verified: true };
  const profile = update(table, {
    key: profileKey(userId),
    set: { event },
    equals: { ...asRead, ...verified },
  });
  return [
    { write: profile, refusal: 'stale' },
    ...refuse('account_taken', accountWrites(table, userId, account, event.at)),
  ];
}

/** An account at a provider is one user's: its key is taken once. */
function accountWrites(
  table: string,
  userId: string,
  account: OAuthAccount,
  createdAt: string,
): Write[] {
  const attributes = { ...account, user_id: userId, created_at: createdAt };
  return [
    put(table, { ...accountKey(account), ...attributes }),
    put(table, { ...accountOfUserKey(userId, account), ...attributes }),
  ];
}

/** Keeps the number of active superusers; its condition refuses to take the last one away. */
function count(table: string, before: User | undefined, after: User | undefined): Write[] {
  const was = before !== undefined && isActiveSuperuser(before);
  const is = after !== undefined && isActiveSuperuser(after);
  if (was === is) return [];
  const step = {
    TableName: table,
    Key: SUPERUSER_COUNT_KEY,
    UpdateExpression: 'ADD active_superusers :step',
  };
  return [
    {
      Update: is
        ? { ...step, ExpressionAttributeValues: { ':step': 1 } }
        : {
            ...step,
            ConditionExpression: 'active_superusers > :one',
            ExpressionAttributeValues: { ':step': -1, ':one': 1 },
          },
    },
  ];
}

/** The writes, with one meaning of a refusal for all of them. */
export function refuse<Refusal extends string>(
  refusal: Refusal,
  writes: readonly Write[],
): ConditionalWrite<Refusal>[] {
  return writes.map((write) => ({ write, refusal }));
}
