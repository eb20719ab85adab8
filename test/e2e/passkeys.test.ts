import path from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { SoftwareAuthenticator } from '../support/passkeys/software-authenticator.ts';
import { ROUND_TRIPS } from './round-trips.ts';
import { passkeyCases } from './suite/passkeys.ts';
import { costOf } from './support/cost.ts';
import { CHEAP_HASHES } from './support/local-system.ts';
import { PAGE, PasskeyClient } from './support/passkey-client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn, shared } from './support/start.ts';
import { StoredItems } from './support/stored-items.ts';

const APP = path.join(import.meta.dirname, '../apps/passkeys.ts');

describe('passkeys, on this machine,', () => {
  let system: ProxiedSystem;
  let client: PasskeyClient;
  let table: StoredItems;

  const start = shared(async () => ({
    ...(await startProxiedSystem({ app: APP, environment: CHEAP_HASHES })),
    cookieName: '__Host-users-api-session',
  }));
  runOn(start, (started) => {
    system = started;
    client = new PasskeyClient(system);
    table = new StoredItems(system);
  });
  afterEach(() => {
    system.dynamodb.reset();
    expect(system.permissions.takeDenials()).toEqual([]);
  });
  afterAll(() => table?.stop());

  passkeyCases(start);

  const cost = (request: () => Promise<{ status: number }>, status: number) =>
    costOf(system, () => client.register(), request, status);

  test('a login costs nothing to begin, and one read and one write', async () => {
    const { authenticator } = await client.withPasskey();
    const begin = () => client.send('POST', '/login/jwt/passkey/options');
    expect(await cost(begin, 200)).toEqual(ROUND_TRIPS.passkeyLoginOptions.cost);
    const json = await client.assertion(authenticator);
    expect(await cost(() => client.signInWith(json), 200)).toEqual(ROUND_TRIPS.passkeyLogin.cost);
  });

  test('a passkey as second factor costs two round trips', async () => {
    const { user, authenticator } = await client.withBoth();
    const mfaToken = await client.begin(user);
    const used = await client.assertion(authenticator);
    const { roundTrips, calls } = await cost(() => client.goOn(mfaToken, used), 200);
    const [first = '', second = '', ...others] = calls;
    expect({ roundTrips, calls: [...[first, second].toSorted(), ...others] }).toEqual(
      ROUND_TRIPS.mfaByPasskey.cost,
    );
  });

  test('passkeys are added, listed, renamed and removed in three round trips at most', async () => {
    const { user, token, passkey } = await client.withPasskey();
    const own = `/me/passkeys/${passkey.id}`;
    const ask = () => client.send('POST', '/me/passkeys/options', { token });
    expect(await cost(ask, 200)).toEqual(ROUND_TRIPS.passkeyOptions.cost);
    const { options, challenge_token } = (await ask()).json;
    const credential = new SoftwareAuthenticator().create(options, { origin: PAGE });
    const add = () =>
      client.send('POST', '/me/passkeys', { token, json: { challenge_token, credential } });
    expect(await cost(add, 201)).toEqual(ROUND_TRIPS.addPasskey.cost);
    const list = () => client.send('GET', '/me/passkeys', { token });
    expect(await cost(list, 200)).toEqual(ROUND_TRIPS.listMyPasskeys.cost);
    const rename = () => client.send('PATCH', own, { token, json: { name: 'Phone' } });
    expect(await cost(rename, 200)).toEqual(ROUND_TRIPS.renameMyPasskey.cost);
    const root = await client.superuser();
    const theirs = `/${user.id}/passkeys`;
    const see = () => client.send('GET', theirs, { token: root.token });
    expect(await cost(see, 200)).toEqual(ROUND_TRIPS.listPasskeys.cost);
    const remove = () => client.send('DELETE', own, { token });
    expect(await cost(remove, 204)).toEqual(ROUND_TRIPS.deleteMyPasskey.cost);
    const id = Buffer.from(credential.id, 'base64url').toString('base64url');
    const end = () => client.send('DELETE', `${theirs}/${id}`, { token: root.token });
    expect(await cost(end, 204)).toEqual(ROUND_TRIPS.deletePasskey.cost);
  });
});
