import type { Change } from '../../../lambda/users/events/change.ts';
import type { StoredEvent } from '../../../lambda/users/events/event.ts';
import type { Credential } from '../../../lambda/users/user.ts';
import type { OwnFactors } from '../world/seen.ts';
import type { TableInvariant } from './invariant.ts';

/**
 * Second factors and passkeys come to users whose address was verified, and go by an event that says so, or with the user: no reset, no
 * new address and no code by mail takes them away.
 */
export const factorsOfOwnersStay: TableInvariant = ({ table, seen: { owned } }) => {
  const events = new Map<string, StoredEvent>();
  for (; owned.read < table.stream.length; owned.read++) note(events, table.stream[owned.read]);
  for (const [id, { profile, credential }] of table.byId) {
    const [before, now] = [owned.factors.get(id), factorsOf(credential)];
    owned.factors.set(id, now);
    const broken =
      (!profile.user.is_verified && addedTo(before, now)) ||
      (before && endedOf(before, now, events.get(id)));
    if (broken) return `${broken} (${credential.email})`;
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

function addedTo(before: OwnFactors = { totp: false, passkeys: 0 }, now: OwnFactors) {
  const isAdded = (now.totp && !before.totp) || now.passkeys > before.passkeys;
  return isAdded ? 'a factor is added at an address that is not verified' : undefined;
}

function note(events: Map<string, StoredEvent>, record: { readonly change: Change } | undefined) {
  if (record?.change.kind !== 'profile') return;
  const { user, event } = record.change;
  events.set(user.id, event);
}

function factorsOf({ factors }: Credential): OwnFactors {
  return { totp: factors?.totp ?? false, passkeys: factors?.passkeys ?? 0 };
}
