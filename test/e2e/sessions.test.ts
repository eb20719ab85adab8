import path from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { faults } from '../support/aws/fault-proxy.ts';
import { OTHER_PASSWORD, PASSWORD } from '../support/passwords.ts';
import { serviceRequests } from './iam/service-requests.ts';
import { ROUND_TRIPS } from './round-trips.ts';
import { callOwn } from './suite/authorizer.ts';
import { freshProofCases } from './suite/fresh-proof.ts';
import { reauthenticationCases } from './suite/reauthenticate.ts';
import { sessionCases } from './suite/sessions.ts';
import { Client, newEmail, type RequestOptions } from './support/client.ts';
import { CHEAP_HASHES } from './support/local-system.ts';
import { expectLocked } from './support/lock.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { signInAt } from './support/session-client.ts';
import { runOn, shared } from './support/start.ts';
import { StoredItems } from './support/stored-items.ts';

const APP = path.join(import.meta.dirname, '../apps/sessions.ts');

describe('stored sessions, on this machine,', () => {
  let system: ProxiedSystem;
  let client: Client;
  let table: StoredItems;

  const start = shared(async () => ({
    ...(await startProxiedSystem({ app: APP, environment: CHEAP_HASHES })),
    cookieName: '__Host-users-api-session',
  }));
  runOn(start, (started) => {
    system = started;
    client = new Client(system);
    table = new StoredItems(system);
  });
  afterEach(() => {
    system.dynamodb.reset();
    expect(system.permissions.takeDenials()).toEqual([]);
  });
  afterAll(() => table?.stop());

  sessionCases(start);

  describe('cost', () => {
    /** Calls of one request to DynamoDB. There are no others: the relay has no event to publish. */
    async function cost(request: () => Promise<{ status: number }>, status: number) {
      system.dynamodb.reset();
      expect((await request()).status).toBe(status);
      const { operations: calls, roundTrips } = system.dynamodb;
      return { roundTrips, calls };
    }
    const signedIn = async () => {
      const { email } = await client.register();
      return { email, own: await signInAt(client, 'session', email) };
    };

    test('three round trips for a login, four beside another, five that end the oldest', async () => {
      const { email } = await client.register();
      const json = { username: email, password: PASSWORD };
      const login = () => client.send('POST', '/login/session', { json });
      /** The transaction and the query go out together, in either order. */
      const ordered = async () => {
        const { roundTrips, calls } = await cost(login, 200);
        const [read = '', again = '', ...next] = calls;
        const atOnce = next.slice(0, 2).toSorted();
        return { roundTrips, calls: [read, again, ...atOnce, ...next.slice(2)] };
      };
      expect(await ordered()).toEqual(ROUND_TRIPS.loginStored.cost);
      expect(await ordered()).toEqual(ROUND_TRIPS.loginBeside.cost);
      for (let more = 2; more < 5; more += 1) await login();
      expect(await ordered()).toEqual(ROUND_TRIPS.loginBeyond.cost);
    });

    test('four round trips for a login that ends the session of its cookie', async () => {
      const { email } = await client.register();
      const own = await signInAt(client, 'web', email);
      const form = { username: email, password: PASSWORD };
      const login = () => client.send('POST', '/login/web', { form, ...own });
      const { roundTrips, calls } = await cost(login, 204);
      const [read = '', again = '', ...next] = calls;
      const atOnce = next.slice(0, 2).toSorted();
      const ordered = { roundTrips, calls: [read, again, ...atOnce, ...next.slice(2)] };
      expect(ordered).toEqual(ROUND_TRIPS.loginStoredInPlace.cost);
    });

    test('one for the user’s own data, and for a logout', async () => {
      const { own } = await signedIn();
      const get = () => client.send('GET', '/me', own);
      expect(await cost(get, 200)).toEqual(ROUND_TRIPS.getMe.cost);
      const logout = () => client.send('POST', '/logout/session', own);
      expect(await cost(logout, 204)).toEqual(ROUND_TRIPS.logout.cost);
    });

    test('two for each route of sessions', async () => {
      const { own } = await signedIn();
      const ask = (method: string, path: string) => () => client.send(method, path, own);
      const { listMySessions, deleteMySessions, deleteMySession } = ROUND_TRIPS;
      expect(await cost(ask('GET', '/me/sessions'), 200)).toEqual(listMySessions.cost);
      expect(await cost(ask('DELETE', '/me/sessions'), 204)).toEqual(deleteMySessions.cost);
      const [{ id }] = (await client.send('GET', '/me/sessions', own)).json;
      expect(await cost(ask('DELETE', `/me/sessions/${id}`), 204)).toEqual(deleteMySession.cost);
    });

    test('one more to compare the current password', async () => {
      const { own } = await signedIn();
      const json = { current_password: PASSWORD };
      const end = () => client.send('DELETE', '/me/sessions', { ...own, json });
      expect(await cost(end, 204)).toEqual(ROUND_TRIPS.deleteMySessionsProved.cost);
    });

    test('two for each route of sessions to a superuser', async () => {
      const { token } = await client.superuser();
      const { email, id: user } = await client.register();
      await signInAt(client, 'session', email);
      const ask = (method: string, path: string) => () =>
        client.send(method, `/${user}/sessions${path}`, { token });
      const { listSessions, deleteSessions, deleteSession } = ROUND_TRIPS;
      expect(await cost(ask('GET', ''), 200)).toEqual(listSessions.cost);
      const [{ id }] = (await ask('GET', '')()).json;
      expect(await cost(ask('DELETE', `/${id}`), 204)).toEqual(deleteSession.cost);
      expect(await cost(ask('DELETE', ''), 204)).toEqual(deleteSessions.cost);
    });
  });

  describe('a use', () => {
    /** A session that was last used this many seconds ago, at a backend. */
    async function usedBefore(seconds: number, backend = 'session') {
      const { email } = await client.register();
      const own = await signInAt(client, backend, email);
      const [{ id }] = (await client.send('GET', '/me/sessions', own)).json;
      await table.age(id, seconds);
      system.dynamodb.reset();
      return { own, id };
    }
    const get = (own: RequestOptions) => client.send('GET', '/me', own);

    test('is noted by one more call where the last note is five minutes old', async () => {
      const { own } = await usedBefore(299);
      expect((await get(own)).status).toBe(200);
      expect(system.dynamodb.operations).toEqual(['BatchGetItem']);
    });

    test('is noted once', async () => {
      const { own, id } = await usedBefore(301);
      const before = await table.read(id);
      expect((await get(own)).status).toBe(200);
      expect((await get(own)).status).toBe(200);
      expect(system.dynamodb.operations).toEqual(['BatchGetItem', 'UpdateItem', 'BatchGetItem']);
      const after = await table.read(id);
      expect(after.last_used_at > before.last_used_at).toBe(true);
      expect(after.expires_at - before.expires_at).toBeGreaterThanOrEqual(301);
      const { last_used_at, expires_at, ...rest } = before;
      expect(after).toMatchObject(rest);
    });

    test('is noted by an authorizer', async () => {
      const { own: authorized, id } = await usedBefore(301, 'web');
      await callOwn(client, 'any', authorized);
      expect(system.dynamodb.operations).toEqual(['BatchGetItem', 'UpdateItem']);
      expect(Date.parse((await table.read(id)).last_used_at)).toBeGreaterThan(Date.now() - 60_000);
    });

    test('that can’t be noted is no reason to refuse a request', async () => {
      const { own } = await usedBefore(301);
      system.dynamodb.fail('UpdateItem', faults.unavailable, { times: Number.POSITIVE_INFINITY });
      expect((await get(own)).status).toBe(200);
      expect(system.dynamodb.operations.filter((name) => name === 'UpdateItem')).not.toEqual([]);
    });

    test('comes too late after the idle timeout', async () => {
      const { own } = await usedBefore(3601, 'web');
      expect((await get(own)).status).toBe(401);
      const { own: other } = await usedBefore(3590, 'web');
      expect((await get(other)).status).toBe(200);
    });
  });

  // Cases that delete users come after those that count calls: the relay deletes what they leave.
  describe('fresh proof', () => freshProofCases(start));
  describe('another proof', () => reauthenticationCases(start, ['session', 'web', 'jwt']));

  describe('guesses at the current password', () => {
    const ANOTHER = '018f0000-0000-7000-8000-00000000ffff';

    test.each([
      '/me/sessions',
      `/me/sessions/${ANOTHER}`,
      '/{id}/sessions',
      `/{id}/sessions/${ANOTHER}`,
    ])('are counted by DELETE %s, which then refuses the right one as well', async (path) => {
      const input = { email: newEmail(), password: PASSWORD, is_superuser: true };
      const { id, email } = await system.createUser(input);
      const own = await signInAt(client, 'session', email);
      const give = (current_password: string) =>
        client.send('DELETE', path.replace('{id}', id), { ...own, json: { current_password } });
      await expectLocked(client, email, () => give(OTHER_PASSWORD), 403);
      const { status, json } = await give(PASSWORD);
      expect({ status, json }).toEqual({ status: 429, json: { detail: 'TOO_MANY_REQUESTS' } });
    });

    test('are counted by logins and by proving again who one is, by name', async () => {
      const { email } = await client.register();
      const own = await signInAt(client, 'session', email);
      const json = { password: OTHER_PASSWORD };
      const prove = () => client.send('POST', '/reauthenticate/session', { ...own, json });
      await expectLocked(client, email, prove, 400);
      const login = { username: email, password: PASSWORD };
      expect((await client.send('POST', '/login/session', { json: login })).status).toBe(429);
      const unknown = { username: newEmail(), password: PASSWORD };
      const guess = () => client.send('POST', '/login/session', { json: unknown });
      await expectLocked(client, unknown.username, guess, 400);
    });
  });

  test('functions may do only what they do', async () => {
    /** A superuser who is signed in with a stored session and with a signed token. */
    async function newSuperuser() {
      const input = { email: newEmail(), password: PASSWORD, is_superuser: true };
      const { id, email } = await client.system.createUser(input);
      const own = {
        session: await signInAt(client, 'session', email),
        jwt: await signInAt(client, 'jwt', email),
      };
      await signInAt(client, 'web', email);
      const sessions = (await client.send('GET', '/me/sessions', own.session)).json;
      const idAt = (backend: string) =>
        sessions.find((each: { backend: string }) => each.backend === backend).id;
      return { id, email, own, session: idAt('session'), web: idAt('web') };
    }
    let [caller, other] = [await newSuperuser(), await newSuperuser()];

    /** Calls a route with a session whose use is to be noted, and with a signed token. */
    async function callBoth(path: string, method = 'GET', json?: () => object): Promise<void> {
      for (const backend of ['session', 'jwt'] as const) {
        const target = path
          .replace('{own}', caller.session)
          .replace('{another}', caller.web)
          .replace('{self}', caller.id)
          .replace('{email}', other.email)
          .replace('{id}', other.id)
          .replace('{session}', other.web);
        await table.age(caller.session, 301);
        const request = { ...caller.own[backend], json: json?.() };
        expect((await client.send(method, target, request)).status).toBeLessThan(300);
        if (method === 'GET') continue;
        // The user who was changed is no longer as the next call needs them.
        if (path.startsWith('/me') || path.startsWith('/{self}')) caller = await newSuperuser();
        else other = await newSuperuser();
      }
    }
    const password = () => ({ password: OTHER_PASSWORD, current_password: PASSWORD });
    const address = () => ({ ...password(), email: newEmail() });
    await callBoth('/me');
    await callBoth('/me', 'PATCH', password);
    await callBoth('/me', 'PATCH', address);
    await callBoth('/me/export');
    const proof = () => ({ current_password: PASSWORD });
    await callBoth('/me', 'DELETE', proof);
    await callBoth('/me/sessions');
    await callBoth('/me/sessions', 'DELETE', proof);
    await callBoth('/me/sessions/{another}', 'DELETE', proof);
    await callBoth('/me/sessions/{own}', 'DELETE');
    await callBoth('');
    await callBoth('?email={email}');
    await callBoth('/{id}');
    await callBoth('/{id}', 'PATCH', address);
    await callBoth('/{id}', 'PATCH', () => ({ is_superuser: false }));
    await callBoth('/{id}/sessions');
    await callBoth('/{id}/sessions', 'DELETE');
    await callBoth('/{id}/sessions/{session}', 'DELETE');
    await callBoth('/{id}/lockout', 'DELETE');
    await callBoth('/{id}', 'DELETE');
    await callBoth('/{self}/sessions', 'DELETE', proof);
    await callBoth('/{self}/sessions/{another}', 'DELETE', proof);
    await callBoth('/{self}', 'DELETE', proof);
    for (const backend of ['session', 'web']) {
      const { email } = await client.register();
      await table.weaken(email, PASSWORD);
      const own = await signInAt(client, backend, email);
      await table.weaken(email, PASSWORD);
      await table.age((await client.send('GET', '/me/sessions', own)).json[0].id, 301);
      const json = { password: PASSWORD };
      const proved = await client.send('POST', `/reauthenticate/${backend}`, { ...own, json });
      expect(proved.status).toBeLessThan(300);
    }

    const { permissions, stack } = system;
    for (const { caller, request } of serviceRequests(stack)) permissions.judge(caller, request);
    expect(permissions.takeDenials()).toEqual([]);
    // Other permissions are tested in test/e2e/api.test.ts and test/e2e/key-pairs.test.ts.
    const others =
      /^Users(Relay|ForgotPassword|ResetPassword|RequestVerifyToken|Verify|CreateUser|EndLogins|Register|LoginJwt|ReauthenticateJwt|Jwks|RotateKeys)/;
    // What is written of users other than their logins, and of wrong passwords, is written in the cases of the example,
    // of accounts at providers, or of second factors, which users keep where they are off.
    const ofUsers =
      /(Update|Put)Item of (event|email|is_verified|is_active|surviving_token|passwordless|link_floor|factor_(version|floor)|(totp|passkeys)(_version)?|recovery_codes|user_id|n|last_at|attempt) |PutItem of (pk|sk|told_at|expires_at) |(UpdateItem|DeleteItem) .* ATTEMPTS#|PutItem .* LOCKOUT#/;
    const unused = permissions.unused().filter((grant) => !others.test(grant));
    expect(unused.filter((grant) => !ofUsers.test(grant))).toEqual([]);
  }, 120_000);
});
