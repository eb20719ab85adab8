import type { Change } from '../../../lambda/users/events/change.ts';
import type { StoredEvent } from '../../../lambda/users/events/event.ts';
import type { TableInvariant } from './invariant.ts';

/**
 * The authenticator app of a user whose address was verified once goes by an event that says so, or with the user: no reset, no new
 * address and no code by mail takes it away.
 */
export const appsOfOwnersStay: TableInvariant = ({ table, seen: { owned } }) => {
  const events = new Map<string, StoredEvent>();
  for (; owned.read < table.stream.length; owned.read++) note(events, table.stream[owned.read]);
  for (const [id, { profile, credential }] of table.byId) {
    const [before, now] = [owned.apps.get(id), credential.factors?.totp === true];
    const isOwners = owned.proven.has(id);
    owned.apps.set(id, now);
    if (profile.user.is_verified) owned.proven.add(id);
    if (!before || now || !isOwners) continue;
    const { type = 'no event' } = events.get(id) ?? {};
    if (type !== 'after-mfa-disable') {
      return `the app of ${credential.email} is gone, of whom ${type} tells`;
    }
  }
  return undefined;
};

function note(events: Map<string, StoredEvent>, record: { readonly change: Change } | undefined) {
  if (record?.change.kind !== 'profile') return;
  const { user, event } = record.change;
  events.set(user.id, event);
}
