import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startAwsJsonServer } from '../../src/aws-json/server.ts';
import type { EventEnvelope } from '../../src/event-bus/envelope.ts';
import { EventBuses } from '../../src/event-bus/event-bus.ts';
import { eventBridge } from '../../src/event-bus/operations.ts';
import { compilePattern } from '../../src/event-bus/pattern.ts';
import type { Target } from '../../src/event-bus/rules.ts';
import type { PrivateServer } from '../../src/private-server.ts';
import { clientConfig } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { lambdaFunction } from '../support/functions.ts';
import { removeTemporaryDirectories } from '../support/temporary-directory.ts';

let server: PrivateServer;
let client: EventBridgeClient;
let buses: EventBuses;
let seen: EventEnvelope[];
const stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  seen = [];
  buses = new EventBuses(['default', 'users'], (event) => seen.push(event));
  const environment = { account: '111122223333', region: 'eu-west-1' };
  server = await startAwsJsonServer(eventBridge(buses, environment));
  client = new EventBridgeClient(clientConfig(server.endpoint));
});
afterEach(async () => {
  client.destroy();
  server.stop();
  await Promise.all(stops.splice(0).map((stop) => stop()));
  removeTemporaryDirectories();
});

const entry = {
  EventBusName: 'users',
  Source: 'users-api',
  DetailType: 'after-register',
  Detail: '{"user":{"id":"u1"}}',
};

/** A subscriber that prints the events it gets, and fails as often as it is told to. */
function subscribe(pattern: object, failures = 0, target: Omit<Target, 'function'> = {}) {
  const subscriber = lambdaFunction(
    `let left = ${failures};
     export const handler = async (event) => {
       process.stdout.write(JSON.stringify(event) + '\\n');
       if (left-- > 0) throw new Error('not yet');
     };`,
  );
  stops.push(() => subscriber.function.stop());
  buses.follow([
    {
      name: 'R',
      bus: 'users',
      matches: compilePattern(pattern, 'R'),
      targets: [{ function: subscriber.function, ...target }],
    },
  ]);
  return subscriber;
}

describe('PutEvents', () => {
  test('accepts an event and makes an envelope of it', async () => {
    const result = await client.send(
      new PutEventsCommand({ Entries: [{ ...entry, Time: new Date('2026-01-02T03:04:05.678Z') }] }),
    );
    expect(result.FailedEntryCount).toBe(0);
    expect(buses.events).toEqual([
      {
        version: '0',
        id: result.Entries?.[0]?.EventId,
        'detail-type': 'after-register',
        source: 'users-api',
        account: '111122223333',
        time: '2026-01-02T03:04:05Z',
        region: 'eu-west-1',
        resources: [],
        detail: { user: { id: 'u1' } },
      },
    ]);
    expect(seen).toEqual(buses.events);
  });

  test('takes a bus by its ARN, and the default one without a name', async () => {
    const EventBusName = 'arn:aws:events:eu-west-1:111122223333:event-bus/users';
    const { EventBusName: _, ...toDefault } = entry;
    const result = await client.send(
      new PutEventsCommand({ Entries: [{ ...entry, EventBusName }, toDefault] }),
    );
    expect(result.FailedEntryCount).toBe(0);
  });

  test.each([
    ['an unknown bus', { EventBusName: 'other' }, 'ResourceNotFoundException'],
    ['a detail that is no JSON', { Detail: '{' }, 'MalformedDetail'],
    ['a detail that is no object', { Detail: '1' }, 'MalformedDetail'],
    ['no source', { Source: '' }, 'InvalidArgument'],
  ])('refuses an entry with %s and takes the others', async (_, wrong, ErrorCode) => {
    const result = await client.send(
      new PutEventsCommand({ Entries: [{ ...entry, ...wrong }, entry] }),
    );
    expect(result.FailedEntryCount).toBe(1);
    expect(result.Entries).toMatchObject([{ ErrorCode }, { EventId: expect.any(String) }]);
    expect(buses.events).toHaveLength(1);
  });

  test('refuses more than ten entries', async () => {
    await expect(
      client.send(new PutEventsCommand({ Entries: Array.from({ length: 11 }, () => entry) })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('a rule', () => {
  test('hands the envelope to its target', async () => {
    const { lines } = subscribe({ 'detail-type': ['after-register'] });
    await client.send(new PutEventsCommand({ Entries: [entry] }));
    const line = await eventually(() => lines[0]);
    expect(JSON.parse(line)).toEqual(buses.events[0]);
  });

  test('hands over its own input in place of the envelope', async () => {
    const { lines } = subscribe({ source: ['users-api'] }, 0, { input: { fixed: true } });
    await client.send(new PutEventsCommand({ Entries: [entry] }));
    expect(await eventually(() => lines[0])).toBe('{"fixed":true}');
  });

  test('sees neither events that do not match nor those of another bus', async () => {
    const { lines } = subscribe({ 'detail-type': ['after-login'] });
    const login = { ...entry, DetailType: 'after-login' };
    await client.send(
      new PutEventsCommand({ Entries: [entry, { ...login, EventBusName: 'default' }, login] }),
    );
    await eventually(() => lines.length > 0);
    await buses.reset();
    expect(lines).toHaveLength(1);
  });

  test('tries a failed target again', async () => {
    const { lines, failures } = subscribe({ source: ['users-api'] }, 1);
    await client.send(new PutEventsCommand({ Entries: [entry] }));
    await eventually(() => lines.length === 2);
    expect(failures).toHaveLength(1);
  });

  test('gives up the attempts that wait when the bus is reset', async () => {
    const { failures } = subscribe({ source: ['users-api'] }, 99);
    await client.send(new PutEventsCommand({ Entries: [entry] }));
    await eventually(() => failures.length > 0);
    await buses.reset();
    expect(buses.events).toEqual([]);
    expect(failures.length).toBeLessThan(3);
  });
});
