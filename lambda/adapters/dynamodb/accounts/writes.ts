/**
 * The writes of users, as data: each says what it means when its condition refuses it. Where
 * several conditions fail at once the first one in the list is reported. So `locked` comes first, as the others tell who has
 * a user, and otherwise `stale`: what was decided on an old profile says nothing about the new one.
 */

import { isDeepStrictEqual } from 'node:util';
import { keyOf } from '../../../../lib/contract/item-keys.ts';
import type { ItemsOfUser } from '../../../../lib/contract/items.ts';
import type { NewUser, UserChange } from '../../../users/accounts/account-store.ts';
import type { DeletionNote } from '../../../users/accounts/deletions.ts';
import { linksAfter, linksOf } from '../../../users/links.ts';
import type { Links, Profile } from '../../../users/user.ts';
import { type ConditionalWrite, refuse } from '../calls.ts';
import { put, remove, update, type Write } from '../expressions.ts';
import type { Item } from '../item.ts';
import { credentialKey, profileKey } from '../keys.ts';
import { unlocked } from '../limits/counters.ts';
import { forgetRequest } from '../passwords/code-writes.ts';
import { type EarlierRequests, requestPut } from '../passwords/request-items.ts';
import { sessionItem } from '../session-items.ts';
import { deletionNote } from './deletions.ts';
import { credentialItem, linkAttributes, userAttributes } from './items.ts';
import { listPartition } from './list-partitions.ts';
import { accountWrites } from './provider-account.ts';
import { countSuperusers } from './superusers.ts';

/** Kinds of requests that a table has, which are dropped when an address gets its user. */
export type Requests = readonly ItemsOfUser<'address'>[];

export function create(
  table: string,
  newUser: NewUser,
  requests: Requests,
): ConditionalWrite<'locked' | 'email_taken' | 'account_taken' | 'code_used'>[] {
  const { user, link, unlessLocked, usedCode, event } = newUser;
  const { profile, credential } = newItems(newUser);
  const all = [
    put(table, credential),
    put(table, profile),
    ...countSuperusers(table, undefined, user),
    // A code that is used goes with its request.
    ...forgetRequests(
      table,
      user.email,
      usedCode ? requests.filter((kind) => kind !== 'request-login') : requests,
    ),
  ];
  return [
    ...refuse('locked', unlocked(table, unlessLocked)),
    ...refuse('code_used', usedCode ? [forgetRequest(table, usedCode)] : []),
    // The address is the only key of these that can be taken: ids are random.
    ...refuse('email_taken', all),
    ...(link
      ? refuse(
          'account_taken',
          accountWrites(table, { userId: user.id, ...link, createdAt: event.at }),
        )
      : []),
  ];
}

/** The items of a new user. */
export function newItems({
  user,
  claims,
  passwordHash,
  link,
  event,
}: Omit<NewUser, 'event'> & Partial<Pick<NewUser, 'event'>>): { profile: Item; credential: Item } {
  return {
    profile: {
      ...profileKey(user.id),
      list: listPartition(user.id),
      ...userAttributes(user),
      version: 1,
      token_version: 1,
      ...(passwordHash === undefined && { passwordless: true }),
      ...(link && { link_issuers: { [link.account.issuer]: link.linkVersion } }),
      ...(event && { event }),
    },
    credential: credentialItem(user, {
      passwordHash,
      credentialVersion: 1,
      tokenVersion: 1,
      claims,
    }),
  };
}

export type UpdateRefusal = 'stale' | 'email_taken' | 'last_superuser' | 'too_soon';

/** @param earlier requests for the address that is to be confirmed, of the last hour */
export function updateUser(
  table: string,
  change: UserChange,
  requests: Requests,
  earlier?: EarlierRequests,
): ConditionalWrite<UpdateRefusal>[] {
  const { before, user, tokenVersion, survivingToken, emailChange, session, event } = change;
  const links = linksAfter(before, user, change.endsAccounts === true);
  const profile = update(table, {
    key: profileKey(user.id),
    set: {
      ...changed(before.user, user),
      ...changed({ token_version: before.tokenVersion }, { token_version: tokenVersion }),
      ...changed(
        { surviving_token: before.survivingToken },
        { ...(survivingToken !== undefined && { surviving_token: survivingToken }) },
      ),
      version: before.version + 1,
      ...(event && { event }),
      ...(emailChange && { pending_email: emailChange.newEmail }),
      ...changedLinks(before, links),
    },
    remove: [
      ...(survivingToken === undefined && before.survivingToken !== undefined
        ? ['surviving_token']
        : []),
      ...(user.email !== before.user.email ? ['pending_email'] : []),
      ...(before.passwordless && change.credential?.passwordHash !== undefined
        ? ['passwordless']
        : []),
      ...(change.endsAccounts ? ['link_issuers'] : []),
    ],
    equals: { version: before.version },
  });
  return [
    { write: profile, refusal: 'stale' },
    ...credentialWrites(table, change, links, requests),
    ...refuse('last_superuser', countSuperusers(table, before.user, user)),
    ...refuse('too_soon', emailChangeWrites(table, change, earlier)),
    ...(session ? refuse('stale', [put(table, sessionItem(session))]) : []),
  ];
}

/** Only what is another value than before: a write names no attribute that stays as it is. */
function changed(before: object, after: object): Item {
  const was = new Map<string, unknown>(Object.entries(before));
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => !isDeepStrictEqual(was.get(name), value)),
  );
}

function changedLinks(before: Profile, links: Links): Item {
  return changed(linkAttributes(linksOf(before)), linkAttributes(links));
}

function emailChangeWrites(
  table: string,
  { user, emailChange }: UserChange,
  earlier: EarlierRequests | undefined,
): Write[] {
  if (!emailChange) return [];
  const { newEmail, credentialVersion, event } = emailChange;
  const item = {
    ...keyOf('email-change', { user: user.id, email: newEmail }),
    user_id: user.id,
    email: user.email,
    new_email: newEmail,
    credential_version: credentialVersion,
    event,
  };
  return [{ Put: requestPut(table, item, earlier) }];
}

/**
 * Drops what anyone asked to be mailed to an address before it had its user, to whom nothing was
 * mailed: the user's own request must not come too soon after it. It is here, and not where nothing
 * is mailed, so that a second request costs the same whether the address has a user or not.
 */
function forgetRequests(table: string, email: string, requests: Requests): Write[] {
  return requests.map((kind) => ({
    Delete: { TableName: table, Key: keyOf(kind, { email }) },
  }));
}

/** The credential follows the profile: it moves to a new address, or changes in place. */
function credentialWrites(
  table: string,
  change: UserChange,
  links: Links,
  requests: Requests,
): ConditionalWrite<'stale' | 'email_taken'>[] {
  const { before, user, claims, tokenVersion, credential } = change;
  // Whose it is follows from the profile, which is as it was read: they change together. An update that
  // compared it could also set it, for all that IAM knows.
  const asRead = credential && { credential_version: credential.before.credentialVersion };
  const key = credentialKey(before.user.email);
  if (credential && user.email !== before.user.email) {
    const moved = credentialItem(user, {
      passwordHash: credential.passwordHash,
      credentialVersion: credential.before.credentialVersion + 1,
      tokenVersion,
      claims,
      links,
      // They were read with the version that the write of the profile compares.
      factors: before.factors,
    });
    return [
      { write: remove(table, key, { user_id: user.id, ...asRead }), refusal: 'stale' },
      ...refuse('email_taken', [put(table, moved), ...forgetRequests(table, user.email, requests)]),
    ];
  }
  const copies = {
    ...changed(
      { is_active: before.user.is_active, is_verified: before.user.is_verified },
      { is_active: user.is_active, is_verified: user.is_verified },
    ),
    ...changed({ token_version: before.tokenVersion }, { token_version: tokenVersion }),
    ...(claims && { claims }),
    ...changedLinks(before, links),
  };
  const secret = credential && {
    ...(credential.passwordHash !== undefined && { password_hash: credential.passwordHash }),
    credential_version: credential.before.credentialVersion + 1,
  };
  const set = { ...copies, ...secret };
  if (Object.keys(set).length === 0) return [];
  return [{ write: update(table, { key, set, equals: { ...asRead } }), refusal: 'stale' }];
}

export function deleteUser(
  table: string,
  { user, version }: Profile,
  note: DeletionNote,
): ConditionalWrite<'stale' | 'last_superuser'>[] {
  return [
    { write: remove(table, profileKey(user.id), { version }), refusal: 'stale' },
    { write: remove(table, credentialKey(user.email), { user_id: user.id }), refusal: 'stale' },
    ...refuse('last_superuser', countSuperusers(table, user, undefined)),
    // An id is never used again, so nothing but another deletion of the user can be in its place.
    { write: deletionNote(table, user.id, note), refusal: 'stale' },
  ];
}
