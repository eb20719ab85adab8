import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import { create, updateUser } from '../../../../../lambda/adapters/dynamodb/accounts/writes.ts';
import { toChange } from '../../../../../lambda/adapters/dynamodb/events/stream.ts';
import { SUPERUSER } from '../../../../support/domain/domain.ts';

const AT = '2026-01-01T00:00:00.000Z';
const user = {
  id: '00000000-0000-7000-8000-000000000001',
  email: 'ada@example.com',
  is_active: true,
  is_superuser: false,
  is_verified: false,
  created_at: AT,
  updated_at: AT,
};
const registered = { id: 'event-1', type: 'after-register', at: AT, actor: SUPERUSER } as const;
const updated = {
  id: 'event-2',
  type: 'after-update',
  at: AT,
  actor: SUPERUSER,
  changed: ['is_verified'],
} as const;

/** Items as the store writes them. */
const newUser = { user, passwordHash: 'secret', event: registered };
const [credential, profile] = create('users', newUser, []).map(({ write }) => write.Put?.Item);
const request = {
  pk: 'REQUEST#ada@example.com',
  sk: 'forgot-password',
  email: 'ada@example.com',
  event: { id: 'event-3', type: 'after-forgot-password', at: AT },
  expires_at: 1,
};

const session = {
  pk: `SESSION#${user.id}`,
  sk: 'SESSION#login',
  user_id: user.id,
  backend: 'web',
  token_version: 1,
};
const reuse = { id: 'event-5', type: 'after-refresh-reuse', at: AT } as const;

type Images = { before?: object; after?: object };

function record(eventName: DynamoDBRecord['eventName'], { before, after }: Images): DynamoDBRecord {
  const image = (item: object) => marshall(item) as Record<string, AttributeValue>;
  return {
    eventName,
    dynamodb: {
      SequenceNumber: '1',
      ApproximateCreationDateTime: Date.parse(AT) / 1000,
      ...(before && { OldImage: image(before) }),
      ...(after && { NewImage: image(after) }),
    },
  };
}

describe('a record of the stream', () => {
  test('of a new profile is the event of a user, without anything that is not public', () => {
    expect(toChange(record('INSERT', { after: profile }))).toEqual({
      kind: 'profile',
      user,
      version: 1,
      event: registered,
    });
  });

  test('of a changed profile is the event of the user as they are now', () => {
    const after = { ...profile, is_verified: true, event: updated };
    expect(toChange(record('MODIFY', { before: profile, after }))).toEqual({
      kind: 'profile',
      user: { ...user, is_verified: true },
      version: 1,
      event: updated,
    });
  });

  test('of a profile whose event stayed is none', () => {
    const after = { ...profile, version: 2 };
    expect(toChange(record('MODIFY', { before: profile, after }))).toBeUndefined();
    expect(toChange(record('MODIFY', { before: profile, after: profile }))).toBeUndefined();
  });

  test('of a removed profile is the removal of the user as they last were, at that time', () => {
    const before = { ...profile, is_verified: true };
    expect(toChange(record('REMOVE', { before }))).toStrictEqual({
      kind: 'removal',
      user: { ...user, is_verified: true },
      version: 1,
      at: AT,
    });
  });

  test('of a removal without a time is of no time', () => {
    const { eventName, dynamodb } = record('REMOVE', { before: profile });
    const { ApproximateCreationDateTime: _, ...timeless } = dynamodb ?? {};
    expect(toChange({ eventName, dynamodb: timeless })).toMatchObject({
      at: '1970-01-01T00:00:00.000Z',
    });
  });

  test('of a session whose refresh token was used again is the event of its user', () => {
    const after = { ...session, ended_at: AT, event: reuse };
    expect(toChange(record('MODIFY', { before: session, after }))).toStrictEqual({
      kind: 'session',
      userId: user.id,
      event: reuse,
    });
  });

  test('of a session that begins, is used or ends is none', () => {
    const after = { ...session, last_used_at: AT };
    expect(toChange(record('INSERT', { after: session }))).toBeUndefined();
    expect(toChange(record('MODIFY', { before: session, after }))).toBeUndefined();
    expect(toChange(record('REMOVE', { before: session }))).toBeUndefined();
  });

  test('of a credential is none, however it changed', () => {
    const after = { ...credential, password_hash: 'another' };
    expect(toChange(record('INSERT', { after: credential }))).toBeUndefined();
    expect(toChange(record('MODIFY', { before: credential, after }))).toBeUndefined();
    expect(toChange(record('REMOVE', { before: credential }))).toBeUndefined();
  });

  test('of a request is the request, the first and each that overwrites an expired one', () => {
    const { email, event } = request;
    expect(toChange(record('INSERT', { after: request }))).toEqual({
      kind: 'forgot-password',
      email,
      event,
    });
    const again = { ...request, event: { ...event, id: 'event-4' } };
    expect(toChange(record('MODIFY', { before: request, after: again }))).toEqual({
      kind: 'forgot-password',
      email,
      event: again.event,
    });
  });

  test('of a request for a new address says who wants to move where, and since when', () => {
    const event = {
      id: 'event-6',
      type: 'after-request-email-change',
      at: AT,
      actor: SUPERUSER,
    } as const;
    const before = { user, version: 1, tokenVersion: 1 };
    const emailChange = { newEmail: 'lovelace@example.com', credentialVersion: 3, event };
    const after = updateUser('users', { before, user, tokenVersion: 1, emailChange }, [])
      .map(({ write }) => write.Put?.Item)
      .find((item) => item?.pk === `EMAIL-CHANGE#${user.id}`);
    expect(toChange(record('INSERT', { after }))).toStrictEqual({
      kind: 'email-change',
      userId: user.id,
      email: user.email,
      newEmail: 'lovelace@example.com',
      credentialVersion: 3,
      event,
    });
  });

  test('of a request that TTL deleted is none', () => {
    const swept = { ...record('REMOVE', { before: request }), userIdentity: { type: 'Service' } };
    expect(toChange(swept)).toBeUndefined();
  });

  test('of the count of superusers is none', () => {
    const item = { pk: 'SUPERUSERS', sk: 'COUNT', active_superusers: 1 };
    expect(toChange(record('INSERT', { after: item }))).toBeUndefined();
    expect(toChange(record('REMOVE', { before: item }))).toBeUndefined();
  });

  test('of a session that ended by a replaced refresh token is the event of its user', () => {
    const session = { pk: 'SESSION#ada', sk: 'SESSION#1', user_id: 'ada' };
    const event = { id: 'event-5', type: 'after-refresh-reuse', at: AT };
    const after = { ...session, ended_at: AT, event };
    expect(toChange(record('INSERT', { after: session }))).toBeUndefined();
    expect(toChange(record('MODIFY', { before: session, after }))).toEqual({
      kind: 'session',
      userId: 'ada',
      event,
    });
  });

  test.each([
    ['an item that no kind has', { pk: 'PASSKEY#1', sk: 'PASSKEY', event: request.event }],
    ['an item that carries no events', { ...credential, event: registered }],
    ['an item that carries other events', { ...request, event: registered }],
    ['an event that there is not', { ...profile, event: { ...registered, type: 'after-party' } }],
  ])('with an event on %s is refused, so that nothing is published for it', (_, after) => {
    expect(() => toChange(record('INSERT', { after }))).toThrow('the stream has an event');
  });

  test('without images is none', () => {
    expect(toChange({ eventName: 'MODIFY', dynamodb: {} })).toBeUndefined();
    expect(toChange({ eventName: 'REMOVE' })).toBeUndefined();
  });
});

describe('the writes of the store', () => {
  test('put the password hash into no item that has an event', () => {
    expect(JSON.stringify(profile)).not.toContain('secret');
    expect(credential).not.toHaveProperty('event');
  });

  test('put the event of an update into the same transaction', () => {
    const before = { user, version: 1, tokenVersion: 1 };
    const writes = updateUser('users', { before, user, tokenVersion: 1, event: updated }, []);
    const events = writes.flatMap(({ write }) => {
      const values = write.Update?.ExpressionAttributeValues ?? {};
      return ':event' in values ? [values[':event']] : [];
    });
    expect(events).toEqual([updated]);
  });
});
