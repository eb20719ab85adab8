import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { faults } from '../support/aws/fault-proxy.ts';
import { serviceRequests } from './iam/service-requests.ts';
import { ROUND_TRIPS } from './round-trips.ts';
import { authorizerCases, callOwn, signedInWith } from './suite/authorizer.ts';
import { Client } from './support/client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn, shared } from './support/start.ts';

const APP = path.join(import.meta.dirname, '../apps/protected-routes.ts');

describe('a route of the stack’s own, on this machine,', () => {
  let system: ProxiedSystem;
  let client: Client;

  const start = shared(() => startProxiedSystem({ app: APP }));
  runOn(start, (started) => {
    system = started;
    client = new Client(system);
  });
  afterEach(() => {
    system.dynamodb.reset();
    expect(system.permissions.takeDenials()).toEqual([]);
  });

  authorizerCases(start);

  test('costs one read of the table, and none for a token that does not verify', async () => {
    const { token } = await signedInWith(client);
    system.dynamodb.reset();
    await callOwn(client, 'any', { token });
    const { roundTrips, operations: calls } = system.dynamodb;
    expect({ roundTrips, calls }).toEqual(ROUND_TRIPS.authorizer.cost);
    await callOwn(client, 'any', { token: `${token}x` });
    expect(system.dynamodb.operations).toEqual(calls);
  });

  test('costs no read while a decision is cached, until the stack is reset', async () => {
    const { token } = await signedInWith(client);
    await callOwn(client, 'cached', { token });
    system.dynamodb.reset();
    expect((await callOwn(client, 'cached', { token })).status).toBe(200);
    expect(system.dynamodb.operations).toEqual([]);
    await system.stack.reset();
    expect((await callOwn(client, 'cached', { token })).status).toBe(403);
  });

  test('is 500 while the table does not answer', async () => {
    const { token } = await signedInWith(client);
    system.dynamodb.fail('*', faults.unavailable, { times: Number.POSITIVE_INFINITY });
    expect(await callOwn(client, 'any', { token })).toEqual({
      status: 500,
      json: { message: 'Internal Server Error' },
    });
  });

  test('has an authorizer that may do only what it does', () => {
    const { permissions, stack } = system;
    const ofAuthorizer = (text: string) => text.startsWith('UsersAuthorizer');
    for (const { caller, request } of serviceRequests(stack)) {
      if (ofAuthorizer(caller)) permissions.judge(caller, request);
    }
    expect(permissions.granted().filter(ofAuthorizer)).not.toEqual([]);
    expect(permissions.unused().filter(ofAuthorizer)).toEqual([]);
  });
});
