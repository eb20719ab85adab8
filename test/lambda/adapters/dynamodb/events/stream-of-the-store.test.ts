import { isDeepStrictEqual } from 'node:util';
import { UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clientConfig } from 'cdk-users-api-local/test/engine';
import { eventually } from 'cdk-users-api-local/test/eventually';
import type { Change } from '../../../../../lambda/users/events/change.ts';
import type { NewEvent } from '../../../../../lambda/users/events/event.ts';
import { passwordCounters } from '../../../../../lambda/users/limits/counter.ts';
import { hashedName } from '../../../../../lambda/users/limits/subject.ts';
import type { Profile, User } from '../../../../../lambda/users/user.ts';
import { LIST_INDEX } from '../../../../../lib/contract/attributes.ts';
import { BRUTE_FORCE_DEFAULTS } from '../../../../../lib/contract/limits.ts';
import { foreignEndpoint } from '../../../../support/aws/engine.ts';
import { changesIn } from '../../../../support/aws/stream-changes.ts';
import { startUsersTable, type UsersTable } from '../../../../support/aws/users-table.ts';
import { DELETED, required, SUPERUSER } from '../../../../support/domain/domain.ts';
import { CountingIds } from '../../../../support/domain/frozen.ts';
import { storesOf } from '../../../../support/stores/dynamodb-stores.ts';
import type { Stores } from '../../../../support/stores/stores.ts';

const AT = '2026-01-01T00:00:00.000Z';
const EMAIL = 'ada@example.com';

describe('the stream of what the stores write', () => {
  const ids = new CountingIds();
  let table: UsersTable;
  let streams: DynamoDBStreamsClient;
  let store: Stores;
  let told: number;

  beforeAll(async () => {
    table = await startUsersTable();
    streams = new DynamoDBStreamsClient(clientConfig(table.endpoint));
    store = storesOf(table);
    told = 0;
  });
  afterAll(async () => {
    streams.destroy();
    await table.stop();
  });

  const event = (type: NewEvent['type']): NewEvent => ({
    id: ids.next(),
    type,
    at: AT,
    actor: SUPERUSER,
  });

  async function register(email: string): Promise<{ profile: Profile; change: Change }> {
    const flags = { is_active: true, is_superuser: false, is_verified: false };
    const user = { id: ids.next(), email, ...flags, created_at: AT, updated_at: AT };
    const registered = event('after-register');
    await store.create({ user, passwordHash: 'hash', event: registered });
    const profile = { user, version: 1, tokenVersion: 1, survivingToken: undefined };
    return { profile, change: { kind: 'profile', user, version: 1, event: registered } };
  }

  async function update(before: Profile, changes: Partial<User>): Promise<NewEvent> {
    const updated = event('after-update');
    const user = { ...before.user, ...changes };
    expect(await store.update({ before, user, tokenVersion: 1, event: updated })).toBe('updated');
    return updated;
  }

  /** What the relay would be told since the last time, up to a marker that comes last. */
  async function changes(): Promise<Change[]> {
    const marker = (await register(`marker-${ids.next()}@example.com`)).change;
    const all = await eventually(async () => {
      const found = await changesIn(streams, table.streamArn);
      return isDeepStrictEqual(found.at(-1), marker) ? found : undefined;
    });
    const fresh = all.slice(told, -1);
    told = all.length;
    return fresh;
  }

  test('tells of a name that is locked once an hour, at the limit, again after a deletion, and of none without a user', async () => {
    const counted = async (
      userId: string | undefined,
      times: number,
      { at, address = '192.0.2.1' }: { readonly at: Date; readonly address?: string },
    ) => {
      const name = hashedName(userId ? EMAIL : 'nobody@example.com');
      const [counter] = passwordCounters(
        { ...BRUTE_FORCE_DEFAULTS, attempts: 3 },
        { name, address },
      );
      const events: NewEvent[] = [];
      for (let each = 0; each < times; each++) {
        const lockout = {
          ...event('after-lockout'),
          attempts: 3,
          ip: '192.0.2.1',
          user_agent: 'x',
        };
        events.push(lockout);
        const watched = required((await store.attempts([required(counter)]))[0]);
        const wrong = { id: ids.next(), arrivedAt: at, at, lockout: { event: lockout, userId } };
        expect(await store.count(watched, wrong)).toMatchObject({ counted: true });
      }
      return events;
    };
    const after = (seconds: number) => ({ at: new Date(Date.parse(AT) + seconds * 1000) });
    const [, , third] = await counted('ada', 3, after(0));
    await counted('ada', 1, after(1));
    await counted('ada', 3, { ...after(2), address: '192.0.2.2' });
    await counted('ada', 3, after(3599));
    const [, , later] = await counted('ada', 3, { ...after(3600), address: '192.0.2.3' });
    await counted(undefined, 3, after(0));
    const told = (event?: NewEvent) => ({ kind: 'lockout-notice', userId: 'ada', event });
    const noticed = after(3600).at;
    await store.sweep({ id: 'ada', email: EMAIL }, noticed);
    const [, , ofNext] = await counted('ada', 3, after(3601));
    await store.sweep({ id: 'ada', email: EMAIL }, noticed);
    await counted('ada', 3, { ...after(3602), address: '192.0.2.4' });
    expect(await changes()).toEqual([told(third), told(later), told(ofNext)]);
  });

  test('tells every event of a user in the order of the writes, with the user as then', async () => {
    const start = Date.now();
    const { profile, change } = await register(EMAIL);
    const { user } = profile;
    const updated = await update(profile, { is_verified: true });
    const login = event('after-login');
    const credential = required(await store.credential(EMAIL));
    await store.recordLogin({ credential, upgradedHash: 'better', event: login });
    const reset = event('after-reset-password');
    await store.resetPassword({
      userId: user.id,
      email: EMAIL,
      credentialVersion: 1,
      passwordHash: 'new',
      event: reset,
    });
    const before = required((await store.lookup([user.id])).profiles.get(user.id));
    expect(await store.delete(before, DELETED)).toBe('deleted');

    const verified = { ...user, is_verified: true };
    const found = await changes();
    expect(found).toEqual([
      change,
      { kind: 'profile', user: verified, version: 2, event: updated },
      { kind: 'profile', user: verified, version: 2, event: login },
      {
        ...{ kind: 'profile', user: verified, version: 3, event: reset, accountsBelow: 1 },
      },
      { kind: 'removal', user: verified, version: 3, at: expect.any(String) },
    ]);
    const removal = found.at(-1);
    const at = removal?.kind === 'removal' ? Date.parse(removal.at) : 0;
    // DynamoDB rounds down to the second, DynamoDB Local to the minute.
    expect(at).toBeGreaterThan(start - 60_000);
    expect(at).toBeLessThanOrEqual(Date.now());
  });

  test('tells of an account that was linked, of a new address that was asked for, and of its end', async () => {
    const { profile, change } = await register('cem@example.com');
    const { user } = profile;
    const linked = event('after-account-link');
    const account = { client: 'acme', issuer: 'https://acme.example', subject: 'subject' };
    await store.link({ account, before: profile, event: linked });
    const before = { ...profile, version: 2 };
    const asked = event('after-request-email-change');
    const newEmail = 'cem@example.org';
    const emailChange = { newEmail, credentialVersion: 1, event: asked };
    await store.update({ before, user, tokenVersion: 1, emailChange });
    await store.delete({ ...profile, version: 3 }, DELETED);

    const claims = { userId: user.id, email: user.email, newEmail, credentialVersion: 1 };
    expect(await changes()).toStrictEqual([
      change,
      { kind: 'profile', user, version: 2, event: linked },
      { kind: 'email-change', ...claims, event: asked },
      { kind: 'removal', user, version: 3, at: expect.any(String) },
    ]);
  });

  test('tells of a session that was ended for reuse, and of nothing else of it', async () => {
    const { profile, change } = await register('dee@example.com');
    const { user } = profile;
    const session = {
      userId: user.id,
      sessionId: ids.next(),
      backend: 'web',
      created_at: AT,
      last_used_at: AT,
      ip: '192.0.2.1',
      user_agent: 'a browser',
      tokenVersion: 1,
      expiresAt: Date.parse(AT) / 1000 + 3600,
      generation: 2,
    };
    const credential = required(await store.credential(user.email));
    await store.recordLogin({ credential, session });
    const reused = event('after-refresh-reuse');
    await store.endReused({ ...session, generation: 1 }, reused);
    await store.remove(session);
    expect(await changes()).toStrictEqual([
      change,
      { kind: 'session', userId: user.id, event: reused },
    ]);
  });

  test('tells nothing of writes without an event, refused ones and those that change nothing', async () => {
    const { change } = await register('bob@example.com');
    const credential = required(await store.credential('bob@example.com'));
    for (const upgradedHash of ['better', 'better']) {
      expect(await store.recordLogin({ credential, upgradedHash })).toBe('recorded');
    }
    await register('bob@example.com');
    expect(await changes()).toEqual([change]);
  });

  test('tells of a request, and nothing when the item is deleted as expired', async () => {
    const requested = event('after-forgot-password');
    await store.record({ kind: 'forgot-password', email: EMAIL, event: requested });
    await sweep({ pk: `REQUEST#${EMAIL}`, sk: 'forgot-password' });
    expect(await changes()).toEqual([{ kind: 'forgot-password', email: EMAIL, event: requested }]);
  });

  /**
   * Has an expired item deleted. DynamoDB Local does it within seconds, but only what is in the
   * index; dynoxide never does, so the test stands in for it.
   */
  async function sweep(Key: Record<string, string>): Promise<void> {
    const item = { TableName: table.name, Key };
    if (foreignEndpoint() !== undefined) {
      await table.documents.send(
        new UpdateCommand({
          ...item,
          UpdateExpression: 'SET #list = :any, id = :any',
          ExpressionAttributeNames: { '#list': LIST_INDEX.partitionKey },
          ExpressionAttributeValues: { ':any': 'any' },
        }),
      );
      await table.documents.send(
        new UpdateTimeToLiveCommand({
          TableName: table.name,
          TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
        }),
      );
      const gone = async () => !(await table.documents.send(new GetCommand(item))).Item;
      await eventually(gone, 'the end of the item', 10_000).catch(() => false);
    }
    await table.documents.send(new DeleteCommand(item));
  }
});
