import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { faults, type Answer as ServiceAnswer } from '../support/aws/fault-proxy.ts';
import { OTHER_PASSWORD, PASSWORD } from '../support/passwords.ts';
import { Client, newEmail } from './support/client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';

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

  test('that the bus refuses in part are sent again, none under another id', async () => {
    const refuse = (entries: readonly unknown[]): ServiceAnswer => ({
      status: 200,
      body: {
        FailedEntryCount: 1,
        Entries: entries.map((_, index) =>
          index === 0
            ? { ErrorCode: 'InternalFailure', ErrorMessage: 'injected' }
            : { EventId: 'x' },
        ),
      },
    });
    // The bus takes them all, and says of one that it did not.
    system.eventBridge.fail('PutEvents', { after: refuse([1]) }, { times: 3 });
    const id = await live();
    await client.eventTypes(id, LIFE.length);
    await eventually(async () => {
      const types = new Set((await eventsOf(id)).map(([type]) => type));
      return types.size === LIFE.length ? types : undefined;
    }, 'every kind of event');
    const distinct = new Set((await eventsOf(id)).map((event) => event.join(' ')));
    expect(distinct.size).toBe(LIFE.length);
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
});
