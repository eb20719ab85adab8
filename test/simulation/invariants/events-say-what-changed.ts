import type { Change } from '../../../lambda/users/events/change.ts';
import type { StoredEvent } from '../../../lambda/users/events/event.ts';
import { changedFields } from '../../../lambda/users/model/user-model.ts';
import { passwordOf } from '../world/plain-hash.ts';
import type { Before, Visible } from '../world/seen.ts';
import type { World } from '../world/world.ts';
import type { TableInvariant } from './invariant.ts';

/**
 * A write that changes what subscribers can see carries one event, which names the change; a write that
 * carries one changes what it says.
 */
export const eventsSayWhatChanged: TableInvariant = (world) => {
  const seen = world.seen.visible;
  const records = world.table.stream.slice(seen.read).map(({ change }) => change);
  seen.read += records.length;
  const told = records.filter(isOfProfile);
  if (told.length > 1) return 'one write has two events of a profile';
  const [record] = told;
  return (
    removed(world, seen, record) ??
    changedUsers(world, seen, record) ??
    changedLinks(world, seen, record)
  );
};

const isOfProfile = ({ kind }: Change) => kind === 'profile' || kind === 'removal';

function removed({ table }: World, { users }: Visible, record: Change | undefined) {
  let count = 0;
  for (const id of users.keys()) {
    if (table.byId.has(id)) continue;
    users.delete(id);
    count += 1;
    if (record?.kind !== 'removal' || record.user.id !== id)
      return 'a user is gone without an event';
  }
  return record?.kind === 'removal' && count === 0 ? 'a removal of nobody has an event' : undefined;
}

function changedUsers({ table }: World, { users }: Visible, record: Change | undefined) {
  const event = record?.kind === 'profile' ? record : undefined;
  for (const [id, { profile, credential }] of table.byId) {
    const before = users.get(id);
    const own = event?.user.id === id ? event.event : undefined;
    if (before?.user === profile.user && before.credential === credential && !own) continue;
    users.set(id, { user: profile.user, credential });
    const changes = before && differences(before, { user: profile.user, credential });
    const broken = compare(own, changes);
    if (broken !== undefined) return `${broken} (${profile.user.email})`;
  }
  return undefined;
}

function differences(before: Before, after: Before): readonly string[] {
  const names = ['email', 'is_active', 'is_superuser', 'is_verified'] as const;
  const password = (each: Before) => passwordOf(each.credential.passwordHash);
  return [
    ...names.filter((name) => before.user[name] !== after.user[name]),
    ...changedFields(before.user.custom, after.user.custom),
    ...(password(before) === password(after) ? [] : ['password']),
  ].sort();
}

/** @param changes absent for a new user */
function compare(event: StoredEvent | undefined, changes: readonly string[] | undefined) {
  if (changes === undefined) {
    return event?.type === 'after-register' ? undefined : 'there is a new user without an event';
  }
  const says = saidBy(event);
  // The same password can be set again.
  const real = says.includes('password') ? [...new Set([...changes, 'password'])].sort() : changes;
  const verified = event?.type === 'after-reset-password' && !changes.includes('is_verified');
  const said = verified ? says.filter((name) => name !== 'is_verified') : says;
  if (String(real) === String(said)) return undefined;
  return `changed were [${changes}], and ${event?.type ?? 'no event'} says [${says}]`;
}

function saidBy(event: StoredEvent | undefined): readonly string[] {
  switch (event?.type) {
    case 'after-update':
      return event.changed ?? [];
    case 'after-verify':
      return ['is_verified'];
    case 'after-reset-password':
      return ['is_verified', 'password'];
    default:
      return [];
  }
}

function changedLinks({ table }: World, { links }: Visible, record: Change | undefined) {
  const type = record?.kind === 'profile' ? record.event.type : undefined;
  const added = [...table.accounts.keys()].filter((key) => !links.has(key));
  for (const key of added) links.add(key);
  for (const key of links) {
    if (!table.accounts.has(key)) links.delete(key);
  }
  if (added.length === 0) {
    return type === 'after-account-link' ? 'an event says that an account was linked' : undefined;
  }
  const isTold = type === 'after-account-link' || type === 'after-register';
  return isTold ? undefined : 'an account is linked without an event';
}
