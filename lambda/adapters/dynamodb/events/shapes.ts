/**
 * Whether what the stream has is what subscribers are promised. Another program may have written it, so nothing is
 * taken for granted; and errors name no value, since they are logged and values can be addresses or secrets.
 */
import type { EventField, EventKind } from '../../../../lib/contract/event.ts';
import { keyOf } from '../../../../lib/contract/item-keys.ts';
import type { StoredEvent } from '../../../users/events/event.ts';
import type { User } from '../../../users/user.ts';
import { toUser } from '../accounts/items.ts';
import type { Item } from '../item.ts';

/** @throws for a profile whose user nobody could be told of */
export function userOf(item: Item): User {
  const user = toUser(item);
  const { id } = ofTexts(item, 'id', 'email');
  if (item.pk !== keyOf('profile', { user: id }).pk) {
    throw new TypeError("the stream has a profile whose id is not its key's");
  }
  for (const [name, value] of Object.entries(user)) {
    const isRight = name === 'custom' ? isMap(value) : typeof value === typeOf(name);
    if (value !== undefined && !isRight) {
      throw new TypeError(`the stream has a profile whose ${name} is of a wrong type`);
    }
  }
  return user;
}

function typeOf(attribute: string): string {
  return attribute.startsWith('is_') ? 'boolean' : 'string';
}

/** @throws unless these attributes are texts that say something */
export function ofTexts(item: Item, ...names: readonly string[]): Item {
  const wrong = names.find((name) => !isText(item[name]));
  if (wrong === undefined) return item;
  throw new TypeError(`the stream has an item whose ${wrong} is no text`);
}

/** @throws for an event that subscribers could not be given as they are promised events of this kind */
export function ofKind(event: Item, { carries, mayCarry }: EventKind): StoredEvent {
  const { id, at, actor } = event;
  if (!isText(id)) throw new TypeError('the stream has an event without an id');
  if (!isTime(at)) throw new RangeError('the time of the event is no time');
  if (actor !== undefined && !isActor(actor)) {
    throw new TypeError('the stream has an event whose actor is none');
  }
  for (const name of [...carries, ...mayCarry]) {
    const value = event[name];
    if (value !== undefined && !isRight(name, value)) {
      throw new TypeError(`the stream has an event whose ${name} is of a wrong type`);
    }
  }
  return event as unknown as StoredEvent;
}

function isRight(field: EventField, value: unknown): boolean {
  switch (field) {
    case 'changed':
      return isTexts(value);
    case 'passkey':
      return isPasskey(value);
    case 'attempts':
    case 'codes_left':
      return Number.isInteger(value);
    default:
      return typeof value === 'string';
  }
}

/** A map of DynamoDB: no list, set or bytes. */
export function isMap(value: unknown): value is Item {
  return value instanceof Object && Object.getPrototypeOf(value) === Object.prototype;
}

/** RFC 3339, UTC. */
function isTime(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

function isActor(value: unknown): boolean {
  return isMap(value) && isText(value.by) && (value.id === null || isText(value.id));
}

function isPasskey(value: unknown): boolean {
  return isMap(value) && isText(value.id) && isText(value.name) && isTexts(value.transports);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
