import type { Change } from '../../../lambda/users/events/change.ts';
import type { StoredEvent } from '../../../lambda/users/events/event.ts';
import type { Credential } from '../../../lambda/users/user.ts';
import type { OwnFactors } from '../world/seen.ts';
import type { TableInvariant } from './invariant.ts';

/**
 * Second factors and passkeys of a user whose address was verified once go by an event that says so, or with the user: no reset, no
 * new address and no code by mail takes them away. Those of a user who was never verified are gone with the first proof of the
 * mailbox, and with a new password by somebody else.
 */
export const factorsOfOwnersStay: TableInvariant = ({ table, seen: { owned } }) => {
  const events = new Map<string, StoredEvent>();
  for (; owned.read < table.stream.length; owned.read++) note(events, table.stream[owned.read]);
  for (const [id, { profile, credential }] of table.byId) {
    const [before, now] = [owned.factors.get(id), factorsOf(credential)];
    const isOwners = owned.proven.has(id);
    owned.factors.set(id, now);
    if (profile.user.is_verified) owned.proven.add(id);
    if (!before) continue;
    const event = events.get(id);
    const broken = isOwners ? endedOf(before, now, event) : leftOf(now, event);
    if (broken !== undefined) return `${broken} (${credential.email})`;
  }
  return undefined;
};

function endedOf(before: OwnFactors, now: OwnFactors, event: StoredEvent | undefined) {
  const { type = 'no event' } = event ?? {};
  if (before.totp && !now.totp && type !== 'after-mfa-disable') {
    return `the app of its owner is gone, of which ${type} tells`;
  }
  if (now.passkeys < before.passkeys && type !== 'after-passkey-delete') {
    return `a passkey of its owner is gone, of which ${type} tells`;
  }
  return undefined;
}

function leftOf(now: OwnFactors, event: StoredEvent | undefined) {
  if (!event || !givesToOwner(event) || (!now.totp && now.passkeys === 0)) return undefined;
  return `${event.type} leaves the owner factors of somebody else`;
}

function givesToOwner({ type, changed = [], actor }: StoredEvent): boolean {
  if (type === 'after-reset-password') return true;
  if (type !== 'after-update' || !changed.includes('password')) return false;
  // A code by mail verifies the address as well.
  return changed.includes('is_verified') || actor?.by !== 'user';
}

function note(events: Map<string, StoredEvent>, record: { readonly change: Change } | undefined) {
  if (record?.change.kind !== 'profile') return;
  const { user, event } = record.change;
  events.set(user.id, event);
}

function factorsOf({ factors }: Credential): OwnFactors {
  return { totp: factors?.totp ?? false, passkeys: factors?.passkeys ?? 0 };
}
