import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Fault, faults } from '../support/aws/fault-proxy.ts';
import { OTHER_PASSWORD, PASSWORD } from '../support/passwords.ts';
import { type Answer, Client, newEmail } from './support/client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import type { ApiUser } from './support/system.ts';

/** A request, and what shows that it was done whole or not at all, however it was answered. */
interface Scenario {
  readonly name: string;
  /** Every call that the request makes of DynamoDB. */
  readonly operations: readonly string[];
  readonly success: number;
  /** Prepares what the request needs, while nothing fails. */
  prepare(client: Client): Promise<{ send: () => Promise<Answer>; verify: Verify }>;
}

type Verify = () => Promise<void>;

const scenarios: Scenario[] = [
  {
    name: 'register',
    operations: ['TransactWriteItems'],
    success: 201,
    async prepare(client) {
      const json = { email: newEmail(), password: PASSWORD };
      const send = () => client.send('POST', '/register', { json });
      return {
        send,
        async verify() {
          // Whole or not at all: an address that can't register any more can log in.
          const again = await send();
          expect([201, 400]).toContain(again.status);
          expect((await client.login(json.email)).status).toBe(200);
          const token = await client.token(json.email);
          const me = await client.send('GET', '/me', { token });
          expect(await client.eventTypes(me.json.id, 1)).toContain('after-register');
        },
      };
    },
  },
  {
    name: 'login',
    operations: ['GetItem', 'UpdateItem'],
    success: 200,
    async prepare(client) {
      const { email } = await client.register();
      return {
        send: () => client.login(email),
        verify: async () => expect((await client.login(email)).status).toBe(200),
      };
    },
  },
  {
    name: 'forgot-password',
    operations: ['UpdateItem'],
    success: 202,
    async prepare(client) {
      const user = await client.register();
      const send = () => client.send('POST', '/forgot-password', { json: { email: user.email } });
      return {
        send,
        async verify() {
          expect((await send()).status).toBe(202);
          const types = await client.eventTypes(user.id, 2);
          expect(types).toEqual(['after-register', 'after-forgot-password']);
        },
      };
    },
  },
  {
    name: 'request-verify-token',
    operations: ['UpdateItem'],
    success: 202,
    async prepare(client) {
      const user = await client.register();
      const json = { email: user.email };
      const send = () => client.send('POST', '/request-verify-token', { json });
      return {
        send,
        async verify() {
          expect((await send()).status).toBe(202);
          const types = await client.eventTypes(user.id, 2);
          expect(types).toEqual(['after-register', 'after-request-verify']);
        },
      };
    },
  },
  {
    name: 'verify',
    operations: ['BatchGetItem', 'TransactWriteItems'],
    success: 200,
    async prepare(client) {
      const { user, token: access } = await client.signedIn();
      const json = { token: await client.verifyToken(user.email) };
      const send = () => client.send('POST', '/verify', { json });
      return {
        send,
        async verify() {
          expect([200, 400]).toContain((await send()).status);
          const me = await client.send('GET', '/me', { token: access });
          expect(me.json.is_verified).toBe(true);
        },
      };
    },
  },
  {
    name: 'reset-password',
    operations: ['TransactWriteItems'],
    success: 200,
    async prepare(client) {
      const { email } = await client.register();
      const token = await client.resetToken(email);
      const json = { token, password: OTHER_PASSWORD };
      const send = () => client.send('POST', '/reset-password', { json });
      return {
        send,
        async verify() {
          const again = await send();
          expect([200, 400]).toContain(again.status);
          expect((await client.login(email, OTHER_PASSWORD)).status).toBe(200);
          expect((await client.login(email, PASSWORD)).status).toBe(400);
        },
      };
    },
  },
  {
    name: 'me',
    operations: ['BatchGetItem'],
    success: 200,
    async prepare(client) {
      const { user, token } = await client.signedIn();
      const send = () => client.send('GET', '/me', { token });
      return { send, verify: async () => expect((await send()).json).toEqual(user) };
    },
  },
  {
    name: 'PATCH /me',
    operations: ['BatchGetItem', 'GetItem', 'TransactWriteItems'],
    success: 200,
    async prepare(client) {
      const { user, token } = await client.signedIn();
      const email = newEmail();
      const json = { email, current_password: PASSWORD };
      return {
        send: () => client.send('PATCH', '/me', { token, json }),
        async verify() {
          const statuses = {
            old: (await client.login(user.email)).status,
            new: (await client.login(email)).status,
          };
          // One address or the other, never both, never none.
          const moved = { old: 400, new: 200 };
          const unmoved = { old: 200, new: 400 };
          expect([moved, unmoved]).toContainEqual(statuses);
        },
      };
    },
  },
  {
    name: 'the list',
    operations: ['BatchGetItem', 'Query'],
    success: 200,
    async prepare(client) {
      const { token } = await client.superuser();
      const send = () => client.send('GET', '', { token });
      return { send, verify: async () => expect((await send()).status).toBe(200) };
    },
  },
  {
    name: 'DELETE of a user',
    operations: ['BatchGetItem', 'TransactWriteItems'],
    success: 204,
    async prepare(client) {
      const { token } = await client.superuser();
      const user = await client.register();
      return {
        send: () => client.send('DELETE', `/${user.id}`, { token }),
        async verify() {
          const statuses = {
            user: (await client.send('GET', `/${user.id}`, { token })).status,
            login: (await client.login(user.email)).status,
          };
          const gone = { user: 404, login: 400 };
          const whole = { user: 200, login: 200 };
          expect([gone, whole]).toContainEqual(statuses);
        },
      };
    },
  },
];

const transient: [name: string, fault: Fault][] = [
  ['is throttled', faults.throttled],
  ['meets an error of DynamoDB', faults.internalError],
  ['loses its connection', faults.droppedBefore],
  ['loses its connection after it was done', faults.droppedAfter],
  ['is told of an error after it was done', faults.internalErrorAfter],
];

describe('when DynamoDB fails,', () => {
  let system: ProxiedSystem;
  let client: Client;

  beforeAll(async () => {
    system = await startProxiedSystem();
    client = new Client(system);
  });
  beforeEach(() => system.dynamodb.reset());
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));
  afterAll(() => system?.stop());

  describe.each(scenarios)('$name', ({ operations, success, prepare }) => {
    const cases = operations.flatMap((operation) =>
      transient.map(([name, fault]) => ({ operation, name, fault })),
    );

    test.each(cases)(
      'is 503 or done where $operation $name every time',
      async ({ operation, fault }) => {
        const { send, verify } = await prepare(client);
        system.dynamodb.fail(operation, fault, { times: Number.POSITIVE_INFINITY });
        const answer = await send();
        system.dynamodb.reset();
        if (answer.status !== success) {
          expect(answer.status).toBe(503);
          expect(answer.json).toEqual({
            detail: 'SERVICE_UNAVAILABLE',
            request_id: answer.headers.get('x-request-id'),
          });
          expect(answer.headers.get('retry-after')).toBe('1');
        }
        await verify();
      },
    );
  });

  test('an error that no retry fixes is a 500 without details', async () => {
    const { token } = await client.signedIn();
    system.dynamodb.fail('BatchGetItem', faults.invalid, { times: Number.POSITIVE_INFINITY });
    const answer = await client.send('GET', '/me', { token });
    expect(answer.status).toBe(500);
    expect(answer.json).toEqual({
      detail: 'INTERNAL_ERROR',
      request_id: answer.headers.get('x-request-id'),
    });
  });

  test('a request that DynamoDB leaves hanging is 503 before its function times out', async () => {
    const { token } = await client.signedIn();
    const hang = { before: () => new Promise<never>(() => {}) };
    system.dynamodb.fail('BatchGetItem', hang, { times: Number.POSITIVE_INFINITY });
    const answer = await client.send('GET', '/me', { token });
    expect(answer).toMatchObject({ status: 503, json: { detail: 'SERVICE_UNAVAILABLE' } });
  });

  test('a race of failing registrations leaves no incomplete user', async () => {
    const email = newEmail();
    for (let nth = 1; nth <= 20; nth += 4) {
      system.dynamodb.fail('TransactWriteItems', faults.internalErrorAfter, { nth, times: 2 });
    }
    const racing = Array.from({ length: 12 }, () =>
      client.send('POST', '/register', { json: { email, password: PASSWORD } }),
    );
    const statuses = (await Promise.all(racing)).map(({ status }) => status);
    system.dynamodb.reset();
    expect(statuses.filter((status) => status === 201).length).toBeLessThanOrEqual(1);
    expect(statuses.every((status) => [201, 400, 503].includes(status))).toBe(true);
    const { token } = await client.superuser();
    const found = await client.send('GET', `?email=${email}`, { token });
    const [user]: ApiUser[] = found.json;
    expect(found.json).toHaveLength(1);
    expect((await client.login(email)).status).toBe(200);
    expect(await client.eventTypes(String(user?.id), 2)).toEqual(['after-register', 'after-login']);
  });
});
