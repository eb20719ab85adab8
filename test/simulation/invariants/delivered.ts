import { deletionId } from '../../../lambda/users/accounts/deletions.ts';
import type { Change } from '../../../lambda/users/events/change.ts';
import type { PublicEvent } from '../../../lambda/users/events/event.ts';
import { ITEM_FEATURES, itemsOfUser } from '../../../lib/contract/item-keys.ts';
import type { Invariant } from './invariant.ts';

/** Asked for at an address, which can be another user's when the event is delivered again. */
const ofAddress: ReadonlySet<string> = new Set(
  itemsOfUser('address', ITEM_FEATURES).map((kind) => `after-${kind}`),
);

/** Every change was told at the bus, at least once, as the same event; and nothing else was. */
export const everyChangeIsDelivered: Invariant = ({ table, bus }) => {
  const delivered = new Map<string, PublicEvent>();
  for (const event of bus.delivered) {
    const first = delivered.get(event.detail.id) ?? event;
    delivered.set(event.detail.id, first);
    const isSameUser = ofAddress.has(event.type) || idOfUser(first) === idOfUser(event);
    if (first.type !== event.type || !isSameUser) {
      return `${event.type} was delivered under the id of another event`;
    }
  }
  for (const { change } of table.stream) {
    const told = delivered.delete(idOf(change));
    const isForSure = change.kind === 'profile' || change.kind === 'removal';
    if (!told && isForSure && !isRepeated(bus.delivered, change)) {
      return `the event of a ${change.kind} was not delivered`;
    }
  }
  const [invented] = delivered.values();
  return invented && `${invented.type} was delivered, and nothing had changed`;
};

const idOfUser = ({ detail: { user } }: PublicEvent) => ('id' in user ? user.id : undefined);

const idOf = (change: Change) =>
  change.kind === 'removal' ? deletionId(change.user.id) : change.event.id;

/** A single write that is repeated after another one is in the stream twice, with one event. */
const isRepeated = (delivered: readonly PublicEvent[], change: Change) =>
  delivered.some(({ detail }) => detail.id === idOf(change));
