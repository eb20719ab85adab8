import { afterEach, describe, expect, test } from '@jest/globals';
import { PASSWORD } from '../support/passwords.ts';
import { serviceRequests } from './iam/service-requests.ts';
import { ROUND_TRIPS } from './round-trips.ts';
import { reauthenticationCases } from './suite/reauthenticate.ts';
import { refreshCases } from './suite/refresh.ts';
import { refreshRaceCases } from './suite/refresh-races.ts';
import { refreshedSessionCases } from './suite/refreshed-sessions.ts';
import { Client } from './support/client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn, shared } from './support/start.ts';

describe('refresh tokens, on this machine,', () => {
  let system: ProxiedSystem;
  let client: Client;

  const start = shared(async () => {
    const started = await startProxiedSystem({ app: 'test/apps/refresh.ts' });
    return started;
  });
  runOn(start, (started) => {
    system = started;
    client = new Client(system);
  });
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));

  refreshCases(start);
  describe('at once', () => refreshRaceCases(start));
  refreshedSessionCases(start);
  reauthenticationCases(start, ['jwt', 'cookie', 'strict']);

  test('cost one round trip, three where a session ends, and one where the token is bad', async () => {
    const { email } = await client.register();
    const form = { username: email, password: PASSWORD };
    const { json } = await client.send('POST', '/login/jwt', { form });
    const cost = async (refresh_token: string, status: number) => {
      const free = await system.holdRelay(() => client.register());
      system.dynamodb.reset();
      const answer = await client.send('POST', '/refresh/jwt', { json: { refresh_token } });
      expect(answer.status).toBe(status);
      const { operations, roundTrips } = system.dynamodb;
      free();
      return {
        next: answer.json.refresh_token,
        roundTrips,
        calls: operations.toSorted(),
      };
    };
    const once = ROUND_TRIPS.refresh.cost;
    const { next, ...first } = await cost(json.refresh_token, 200);
    expect(first).toEqual(once);
    expect(await cost(json.refresh_token, 200)).toEqual({ next, ...once });
    expect(await cost('x.y.z', 401)).toEqual(ROUND_TRIPS.refreshBadToken.cost);
    await cost(next, 200);
    expect(await cost(json.refresh_token, 401)).toEqual(ROUND_TRIPS.refreshReuse.cost);
  });

  test('need every granted right to sessions, and every right of refresh and logout', async () => {
    const root = await client.superuser();
    const as = (method: string, path: string, json?: object) =>
      client.send(method, path, { token: root.token, json });
    const { id } = await client.register();
    expect((await as('GET', '?limit=1')).status).toBe(200);
    expect((await as('GET', `/${id}`)).status).toBe(200);
    expect((await as('DELETE', `/${id}/lockout`)).status).toBe(204);
    const { permissions, stack } = system;
    for (const { caller, request } of serviceRequests(stack)) permissions.judge(caller, request);
    const unused = permissions.unused();
    // What ends all logins has a test of its own.
    const others = unused.filter((each) => !each.startsWith('UsersEndLogins'));
    expect(others.filter((each) => /SESSION#|^Users(Refresh|Logout)/.test(each))).toEqual([]);
  });
});
