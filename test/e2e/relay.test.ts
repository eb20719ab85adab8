import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { resourcesOf } from 'cdk-users-api-local/cloudformation/template';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { faults, type Answer as ServiceAnswer } from '../support/aws/fault-proxy.ts';
import { storedObjects } from '../support/aws/stored-objects.ts';
import { OTHER_PASSWORD, PASSWORD } from '../support/passwords.ts';
import { Client, newEmail } from './support/client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';

/** What differs from what the API stores. */
interface Strange {
  readonly email?: bigint;
  readonly event?: Readonly<Record<string, string | undefined>>;
}

const ALWAYS = { times: Number.POSITIVE_INFINITY };

describe('events', () => {
  let system: ProxiedSystem;
  let client: Client;

  beforeAll(async () => {
    system = await startProxiedSystem();
    client = new Client(system);
  });
  beforeEach(() => system.eventBridge.reset());
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));
  afterAll(() => system?.stop());

  /** For each event about a user, in order: its type and its id, repeats included. */
  async function eventsOf(id: string): Promise<string[][]> {
    const events = await system.events();
    return events
      .filter(({ detail }) => detail.user.id === id)
      .map((event) => [event['detail-type'], event.detail.id]);
  }

  /** The life of an account, one event of each kind but after-forgot-password. */
  async function live(): Promise<string> {
    const user = await client.register();
    const token = await client.token(user.email);
    await client.send('PATCH', '/me', {
      token,
      json: { password: OTHER_PASSWORD, current_password: PASSWORD },
    });
    const root = await client.superuser();
    await client.send('DELETE', `/${user.id}`, { token: root.token });
    return user.id;
  }
  const LIFE = ['after-register', 'after-login', 'after-update', 'after-delete'];

  test.each([
    ['is down', faults.internalError],
    ['closes connections', faults.droppedBefore],
    ['refuses calls', faults.invalid],
  ])(
    'all arrive, in order and each under one id, after the bus %s for a while',
    async (_, fault) => {
      system.eventBridge.fail('PutEvents', fault, ALWAYS);
      const ids = [await live(), await live()];
      await eventually(
        async () => (system.eventBridge.calls.length >= 3 ? true : undefined),
        'attempts at the bus',
      );
      for (const id of ids) expect(await eventsOf(id)).toEqual([]);
      system.eventBridge.reset();
      for (const id of ids) {
        await client.eventTypes(id, LIFE.length);
        const events = await eventsOf(id);
        expect(events.map(([type]) => type)).toEqual(LIFE);
        expect(new Set(events.map(([, eventId]) => eventId)).size).toBe(LIFE.length);
      }
    },
  );

  test('that the bus throttles in part are sent again, and those that it took are not', async () => {
    const throttle = (entries: readonly unknown[]): ServiceAnswer => ({
      status: 200,
      body: {
        FailedEntryCount: entries.length,
        Entries: entries.map(() => ({
          ErrorCode: 'ThrottlingException',
          ErrorMessage: 'injected',
        })),
      },
    });
    // The bus takes none of them, and says so, longer than one call of the relay goes on trying.
    system.eventBridge.fail('PutEvents', { before: throttle([1]) }, { times: 12 });
    const id = await live();
    await client.eventTypes(id, LIFE.length);
    expect((await eventsOf(id)).map(([type]) => type)).toEqual(LIFE);
  });

  test('of a relay that is killed between publishing and reporting come again, under the same id and with the same token', async () => {
    const user = await client.register();
    await client.eventTypes(user.id, 1);
    const relay = system.stack.functions.names.find((name) => name.includes('Relay'));
    system.eventBridge.fail('PutEvents', {
      after: async () => {
        await system.stack.functions.kill(String(relay));
        return 'drop';
      },
    });
    await client.send('POST', '/forgot-password', { json: { email: user.email } });
    const published = () =>
      system
        .events()
        .then((events) =>
          events.filter(
            (one) =>
              one['detail-type'] === 'after-forgot-password' && one.detail.user.id === user.id,
          ),
        );
    const [first, second] = await eventually(async () => {
      const events = await published();
      return events.length >= 2 ? events : undefined;
    }, 'the event and its repeat');
    expect(second?.detail).toEqual(first?.detail);
    // What follows is not held up, and the killed batch is not sent a third time.
    const later = await client.register(newEmail());
    await client.eventTypes(later.id, 1);
    expect(await published()).toHaveLength(2);
  });

  /** What lies in the bucket of undelivered events. */
  const undelivered = async () => {
    const [bucket] = resourcesOf(system.stack.template, 'AWS::S3::Bucket');
    const name = system.stack.resolve({ Ref: String(bucket?.logicalId) });
    const objects = await storedObjects(system.stack.endpoints.s3, String(name));
    return [...objects].map(([key, text]) => {
      const { payload, ...envelope } = JSON.parse(text);
      const { Records } = JSON.parse(payload);
      return { key, envelope, id: Records[0].dynamodb.NewImage.id.S, Records };
    });
  };

  /** A profile as another program may have put it into the table. */
  const strange = async ({ event: differing, ...attributes }: Strange) => {
    const [id, at] = [randomUUID(), new Date().toISOString()];
    const event = { id: randomUUID(), type: 'after-update', at, changed: [], ...differing };
    const stored = Object.entries(event).filter(([, value]) => value !== undefined);
    const flags = { is_active: true, is_superuser: false, is_verified: false };
    const times = { created_at: at, updated_at: at };
    const user = { id, email: newEmail(), version: 1, ...flags, ...times, ...attributes };
    const key = { pk: `USER#${id}`, sk: 'PROFILE' };
    await system.items.put({ ...key, ...user, event: Object.fromEntries(stored) });
    return id;
  };

  const POISON: Readonly<Record<string, Strange>> = {
    'an event without a time': { event: { at: undefined } },
    'an event of a time that is none': { event: { at: 'yesterday' } },
    'an event without a type': { event: { type: undefined } },
    'a number that JSON lacks': { email: 2n ** 60n },
  };

  test.each(Object.entries(POISON))(
    'around a record with %s arrive once and at once, and the record is in the bucket whole',
    async (_, differing) => {
      const release = await system.holdRelay(() => client.register());
      const before = await client.register();
      const poison = await strange(differing);
      const after = await client.register();
      release();
      for (const { id } of [before, after]) await client.eventTypes(id, 1);
      const object = await eventually(
        async () => (await undelivered()).find(({ id }) => id === poison),
        'the record in the bucket',
      );
      expect(object.key).toMatch(/^set-aside\//);
      expect(object.envelope).toMatchObject({
        requestContext: { condition: 'SetAsideByFunction' },
        responseContext: { functionError: expect.stringMatching(/Error/) },
      });
      expect(object.Records).toEqual([
        expect.objectContaining({ eventName: 'INSERT', eventSourceARN: expect.any(String) }),
      ]);
      // What comes later finds everything done: nothing is held up, nothing comes again.
      const later = await client.register();
      await client.eventTypes(later.id, 1);
      for (const { id } of [before, after]) expect(await eventsOf(id)).toHaveLength(1);
      expect(await eventsOf(poison)).toEqual([]);
    },
  );

  test('wait behind a record that can be published never and set aside not now, and lose nothing', async () => {
    system.s3.isDown = true;
    const poison = await strange({ event: { type: undefined } });
    const after = await client.register();
    await eventually(() => system.s3.refused >= 4, 'two calls of the relay');
    expect(await eventsOf(after.id)).toEqual([]);
    system.s3.isDown = false;
    await client.eventTypes(after.id, 1);
    expect((await undelivered()).map(({ id }) => id)).toContain(poison);
    expect(await eventsOf(after.id)).toHaveLength(1);
  });
});
