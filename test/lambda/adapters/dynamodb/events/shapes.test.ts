import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import { toChange } from '../../../../../lambda/adapters/dynamodb/events/stream.ts';
import { SUPERUSER } from '../../../../support/domain/domain.ts';

const AT = '2026-01-01T00:00:00.000Z';
const ID = '00000000-0000-7000-8000-000000000001';
const EMAIL = 'ada@example.com';
const event = { id: 'event-1', type: 'after-update', at: AT, actor: SUPERUSER, changed: ['email'] };
const user = { id: ID, email: EMAIL, is_active: true, created_at: AT, updated_at: AT };
const profile = { pk: `USER#${ID}`, sk: 'PROFILE', ...user, version: 1 };
const session = { pk: `SESSION#${ID}`, sk: 'SESSION#login', user_id: ID };
const reuse = { ...event, type: 'after-refresh-reuse' };
const asked = { ...event, type: 'after-forgot-password' };
const request = { pk: `REQUEST#${EMAIL}`, sk: 'forgot-password', email: EMAIL, event: asked };
const move = {
  pk: `EMAIL-CHANGE#${ID}`,
  sk: 'EMAIL-CHANGE#lovelace@example.com',
  user_id: ID,
  email: EMAIL,
  new_email: 'lovelace@example.com',
  event: { ...event, type: 'after-request-email-change' },
};

const image = (item: object) =>
  marshall(item, { removeUndefinedValues: true }) as Record<string, AttributeValue>;
const record = (eventName: DynamoDBRecord['eventName'], before: object, after?: object) => ({
  eventName,
  dynamodb: { OldImage: image(before), ...(after && { NewImage: image(after) }) },
});

describe('a record of the stream that another program has a hand in', () => {
  test.each<[string, unknown]>([
    ['that is a text', 'after-update'],
    ['that is a number', 7],
    ['that is a list', [event]],
    ['that is null', null],
    ['without an id', { ...event, id: undefined }],
    ['whose id is empty', { ...event, id: '' }],
    ['whose id is a number', { ...event, id: 7 }],
    ['whose id is a list', { ...event, id: ['event-1'] }],
    ['whose id is a set', { ...event, id: new Set(['event-1']) }],
    ['whose time is a number', { ...event, at: 5 }],
    ['whose time is in another notation', { ...event, at: 'Thu, 01 Jan 2026 00:00:00 GMT' }],
    ['whose time no calendar has', { ...event, at: '+275760-09-13T00:00:00.000Z' }],
    ['whose actor is a text', { ...event, actor: 'me' }],
    ['whose actor has no kind', { ...event, actor: { id: ID } }],
    ['whose list of changes is a set', { ...event, changed: new Set(['email']) }],
    ['whose list of changes has numbers', { ...event, changed: [1] }],
    ['whose old address is a set', { ...event, previous_email: new Set([EMAIL]) }],
  ])(
    'with an event %s is refused with the write that brings it, and is none with later ones',
    (_, odd) => {
      const after = { ...profile, event: odd };
      const refusal = /^(the stream has an event|the time of the event)/;
      expect(() => toChange(record('MODIFY', profile, after))).toThrow(refusal);
      expect(toChange(record('MODIFY', after, { ...after, version: 2 }))).toBeUndefined();
    },
  );

  test.each<[string, object]>([
    ['no id', { id: undefined }],
    ["an id that is not its key's", { id: 'another' }],
    ['no address', { email: undefined }],
    ['an address that is a set', { email: new Set([EMAIL]) }],
    ['a mark that is a text', { is_active: 'yes' }],
    ['a time that is a number', { updated_at: 5 }],
    ['custom fields that are a text', { custom: 'yes' }],
  ])('of a profile with %s is refused, whether it was changed or removed', (_, differing) => {
    const after = { ...profile, event, ...differing };
    const refusal = /^the stream has (a profile|an item) whose/;
    expect(() => toChange(record('MODIFY', profile, after))).toThrow(refusal);
    expect(() => toChange(record('REMOVE', after))).toThrow(refusal);
  });

  test.each<[string, object]>([
    ['a session without its user', { ...session, event: reuse, user_id: undefined }],
    ['a request without its address', { ...request, email: undefined }],
    ['a request whose address is a number', { ...request, email: 1 }],
    ['a request for a new address without it', { ...move, new_email: undefined }],
  ])('of %s is refused', (_, after) => {
    expect(() => toChange(record('INSERT', {}, after))).toThrow('is no text');
  });

  test('is refused with an error that names no key and no value', () => {
    const items = [
      { pk: 'WEIRD#1', sk: 'SESSION#secret', event: reuse },
      { ...profile, event: { ...event, type: 'secret' } },
      { ...profile, event: { ...event, type: 'constructor' } },
      { ...profile, event: { ...event, at: 'secret' } },
      { ...profile, email: ['secret'], event },
    ];
    const errors = items.map((after) => {
      try {
        return toChange(record('INSERT', {}, after));
      } catch (error) {
        return String(error);
      }
    });
    expect(errors).toEqual([
      'TypeError: the stream has an event after-refresh-reuse on an item of no kind',
      'UnknownEventError: the stream has an event of no known type on an item of profile',
      'UnknownEventError: the stream has an event of no known type on an item of profile',
      'RangeError: the time of the event is no time',
      'TypeError: the stream has an item whose email is no text',
    ]);
  });
});
