import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Change } from '../../../../lambda/users/events/change.ts';
import type { StoredEvent } from '../../../../lambda/users/events/event.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { composed, tokensOf } from '../../../support/domain/composers.ts';
import { DELETED, Domain, withCalls } from '../../../support/domain/domain.ts';
import type { Stores } from '../../../support/stores/stores.ts';

const AT = '2026-01-01T00:00:00.000Z';
const ID = '00000000-0000-7000-8000-00000000eeee';

describe('the event of a change', () => {
  let domain: Domain;
  let tokens: ReturnType<typeof tokensOf>;
  let ada: Profile;

  beforeEach(async () => {
    domain = new Domain();
    tokens = tokensOf(domain);
    ada = await domain.user('ada@example.com');
  });

  const relayed = (change: Change, store: Stores = domain.store) =>
    composed({ ...domain, store }, change, tokens);

  test.each<[string, Omit<StoredEvent, 'id' | 'at'>]>([
    ['a registration', { type: 'after-register' }],
    ['an update, with the names of its fields', { type: 'after-update', changed: ['email'] }],
    [
      'a login, with where it came from',
      { type: 'after-login', backend: 'jwt', ip: '192.0.2.1', user_agent: 'curl/8' },
    ],
  ])('tells of %s with the user as the record has them, without a call', async (_, stored) => {
    const { type, ...extras } = stored;
    const event = { id: ID, at: AT, ...stored };
    expect(await relayed({ kind: 'profile', user: ada.user, event })).toStrictEqual({
      type,
      detail: { id: ID, time: AT, user: ada.user, ...extras },
    });
    expect(domain.store.calls).toEqual([]);
  });

  test('tells of a reset once every wrong password for the address is forgotten', async () => {
    const event = { id: ID, at: AT, type: 'after-reset-password' } as const;
    expect(await relayed({ kind: 'profile', user: ada.user, event })).toMatchObject({
      type: 'after-reset-password',
      detail: { user: ada.user },
    });
    expect(domain.store.calls).toEqual(['forgetAttempts']);
  });

  test('says who made it happen, except of an event that an earlier release stored', async () => {
    const actor = { id: ada.user.id, by: 'token' } as const;
    const stored = { id: ID, type: 'after-verify', at: AT } as const;
    const actors = await Promise.all(
      [{ ...stored, actor }, stored].map(async (event) => {
        const published = await relayed({ kind: 'profile', user: ada.user, event });
        return published?.detail;
      }),
    );
    expect(actors[0]).toMatchObject({ actor });
    expect(actors[1]).toStrictEqual({ id: ID, time: AT, user: ada.user });
  });

  test('takes from the item nothing that only the relay says', async () => {
    const event = { id: ID, type: 'after-verify', at: AT } as const;
    const forged = {
      user: 'me',
      time: 5,
      sequence: 99,
      token: 'x',
      expires_at: 'x',
      new_email: 'x',
    };
    const stored = { ...event, ...forged };
    const published = await relayed({ kind: 'profile', user: ada.user, event: stored });
    expect(published?.detail).toStrictEqual({ id: ID, time: AT, user: ada.user });
  });

  test('says which version of the user it shows, and the event of a deletion has the highest', async () => {
    const event = { id: ID, type: 'after-update', at: AT } as const;
    const { user } = ada;
    const changes: readonly Change[] = [
      { kind: 'profile', user, version: 7, event },
      { kind: 'removal', user: { ...user, id: ID }, version: 7, at: AT },
      { kind: 'profile', user, event },
    ];
    const events = await Promise.all(changes.map((change) => relayed(change)));
    expect(events.map((each) => each?.detail.sequence)).toEqual([7, 8, undefined]);
  });

  test('tells of a session that ended with the user as they are, and of none of a user who is gone', async () => {
    const { id } = ada.user;
    const extras = { backend: 'jwt', ip: '192.0.2.1', user_agent: 'curl/8' };
    const event = { id: ID, at: AT, type: 'after-refresh-reuse', ...extras } as const;
    expect(await relayed({ kind: 'session', userId: id, event })).toStrictEqual({
      type: 'after-refresh-reuse',
      detail: { id: ID, time: AT, sequence: 1, user: ada.user, ...extras },
    });
    expect(domain.store.calls).toEqual(['lookup']);
    await domain.store.delete(ada, DELETED);
    expect(await relayed({ kind: 'session', userId: id, event })).toBeUndefined();
  });

  describe('of a removal', () => {
    const removal = (at = AT, { user } = ada): Change => ({ kind: 'removal', user, at });
    let living: Profile;
    beforeEach(() => {
      living = ada;
      ada = { ...ada, user: { ...ada.user, id: '00000000-0000-7000-8000-00000000dddd' } };
    });

    test('is an error while there is a profile, and nothing of the user is deleted', async () => {
      await expect(relayed(removal(AT, living))).rejects.toThrow('the user was not removed');
      expect(domain.store.calls).toEqual(['lookup']);
    });

    test('tells of the user as they last were', async () => {
      expect(await relayed(removal())).toStrictEqual({
        type: 'after-delete',
        detail: { id: expect.any(String), time: AT, user: ada.user },
      });
    });

    test('says who deleted the user, on every delivery', async () => {
      const actor = { id: '00000000-0000-7000-8000-00000000aaaa', by: 'superuser' } as const;
      await domain.store.delete(living, { actor, at: new Date(AT) });
      const deliveries = [await relayed(removal(AT, living)), await relayed(removal(AT, living))];
      expect(deliveries.map((event) => event?.detail.actor)).toEqual([actor, actor]);
    });

    test('comes after everything of the user is deleted, and not at all where that fails', async () => {
      const asked: unknown[] = [];
      const store = withCalls(domain.store, {
        sweep: async (user, until) => {
          asked.push(user, until.toISOString());
          throw new Error('the table is gone');
        },
      });
      await expect(relayed(removal(), store)).rejects.toThrow('the table is gone');
      const { id, email } = ada.user;
      expect(asked).toEqual([{ id, email }, '2026-01-01T00:01:00.000Z']);
      await relayed(removal());
      expect(domain.store.calls).toEqual(['lookup', 'actorOf', 'lookup', 'actorOf', 'sweep']);
    });

    test.each([
      ['00000000-0000-7000-8000-000000000001', '98f81476-f21e-8b2e-8f15-6c9c14ab619c'],
      ['00000000-0000-7000-8000-000000000008', '1c66505c-59d9-8e95-b066-8d6a0e3af7bf'],
      ['00000000-0000-7000-8000-000000000026', '9b643b18-ddc5-8432-922f-13322d121b63'],
    ])(
      'of %s has the id %s in every release, since subscribers drop repeats by it',
      async (id, expected) => {
        await domain.store.delete(living, DELETED);
        ada = { ...ada, user: { ...ada.user, id } };
        expect((await relayed(removal()))?.detail.id).toBe(expected);
      },
    );

    test('has a UUID that is the same on every delivery and another for another user', async () => {
      const first = await relayed(removal());
      expect(first?.detail.id).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
      expect((await relayed(removal('2026-01-02T00:00:00.000Z')))?.detail.id).toBe(
        first?.detail.id,
      );
      ada = { ...ada, user: { ...ada.user, id: '00000000-0000-7000-8000-00000000bbbb' } };
      expect((await relayed(removal()))?.detail.id).not.toBe(first?.detail.id);
    });
  });

  describe('of a request for a reset', () => {
    const request = (email = 'ada@example.com'): Change => ({
      kind: 'forgot-password',
      email,
      event: { id: ID, type: 'after-forgot-password', at: AT },
    });

    test('brings the user and a token that holds for an hour', async () => {
      const event = await relayed(request());
      expect(event).toEqual({
        type: 'after-forgot-password',
        detail: {
          id: ID,
          time: AT,
          sequence: 1,
          user: ada.user,
          token: expect.any(String),
          expires_at: '2026-01-01T01:00:00.000Z',
        },
      });
      expect(await tokens.reset.verify(event?.detail.token ?? '')).toEqual({
        userId: ada.user.id,
        email: 'ada@example.com',
        credentialVersion: 1,
      });
      expect(domain.store.calls).toEqual(['credential', 'lookup']);
    });

    test('brings a token to a user who is verified as well', async () => {
      await domain.user('done@example.com', { is_verified: true });
      expect((await relayed(request('done@example.com')))?.detail.token).toEqual(
        expect.any(String),
      );
    });

    test('is the same to the byte when the record is delivered again later', async () => {
      const first = JSON.stringify(await relayed(request()));
      domain.clock.advance(1800);
      expect(JSON.stringify(await relayed(request()))).toBe(first);
    });

    test('is not made for an unknown address', async () => {
      expect(await relayed(request('nobody@example.com'))).toBeUndefined();
    });

    test('is not made for an inactive user', async () => {
      await domain.deactivate(ada);
      expect(await relayed(request())).toBeUndefined();
    });

    test('is not made for a user who is deleted between the two reads', async () => {
      const credential = await domain.credential('ada@example.com');
      await domain.store.delete(ada, DELETED);
      const store = withCalls(domain.store, { credential: async () => credential });
      expect(await relayed(request(), store)).toBeUndefined();
    });
  });

  describe('of a request to verify', () => {
    const request = (email = 'ada@example.com'): Change => ({
      kind: 'request-verify',
      email,
      event: { id: ID, type: 'after-request-verify', at: AT },
    });

    test('brings the user and a token that says whose the address is, and no more', async () => {
      const event = await relayed(request());
      expect(event).toEqual({
        type: 'after-request-verify',
        detail: {
          id: ID,
          time: AT,
          sequence: 1,
          user: ada.user,
          token: expect.any(String),
          expires_at: '2026-01-01T01:00:00.000Z',
        },
      });
      const token = event?.detail.token ?? '';
      expect(await tokens.verify.verify(token)).toEqual({
        userId: ada.user.id,
        email: 'ada@example.com',
      });
      expect(await tokens.reset.verify(token)).toBeUndefined();
    });

    test('is the same to the byte when the record is delivered again later', async () => {
      const first = JSON.stringify(await relayed(request()));
      domain.clock.advance(1800);
      expect(JSON.stringify(await relayed(request()))).toBe(first);
    });

    test('is not made for an unknown address, an inactive and a verified user', async () => {
      await domain.user('idle@example.com', { is_active: false });
      await domain.user('done@example.com', { is_verified: true });
      for (const name of ['nobody', 'idle', 'done']) {
        expect(await relayed(request(`${name}@example.com`))).toBeUndefined();
      }
    });
  });
});
