import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { PASSWORD } from '../support/passwords.ts';
import { serviceRequests } from './iam/service-requests.ts';
import { ROUND_TRIPS } from './round-trips.ts';
import { emailChangeCases } from './suite/email-change.ts';
import { requiredVerificationCases } from './suite/verification.ts';
import { Client, newEmail } from './support/client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn, shared } from './support/start.ts';

const APP = path.join(import.meta.dirname, '../apps/verified-addresses.ts');

describe('an API for users whose addresses are proved, on this machine', () => {
  let system: ProxiedSystem;
  let client: Client;

  const start = shared(() => startProxiedSystem({ app: APP }));
  runOn(start, (started) => {
    system = started;
    client = new Client(system);
  });
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));

  /** Calls of one request to DynamoDB, while the relay is kept busy. */
  async function cost(request: () => Promise<{ status: number }>) {
    const free = await system.holdRelay(() => client.register());
    system.dynamodb.reset();
    expect((await request()).status).toBe(200);
    const { operations, roundTrips } = system.dynamodb;
    free();
    return { roundTrips, calls: operations.toSorted() };
  }

  describe('required verification', () => requiredVerificationCases(start));
  describe('change of address', () => emailChangeCases(start));

  test('to confirm a new address is one wait to read and one to write', async () => {
    const user = await client.verified();
    const token = await client.token(user.email);
    const json = { email: newEmail(), current_password: PASSWORD };
    const ask = () => client.send('PATCH', '/me', { token, json });
    expect(await cost(ask)).toEqual(ROUND_TRIPS.updateMe.cost);
    const { detail } = await client.eventWhere(
      'after-request-email-change',
      (event) => event.detail.new_email === json.email,
    );
    const confirm = () =>
      client.send('POST', '/confirm-email-change', { json: { token: detail.token } });
    expect(await cost(confirm)).toEqual(ROUND_TRIPS.confirmEmailChange.cost);
  });

  test('the functions that change addresses use all that they are granted', async () => {
    // Nothing is stored of a token of `cookie`, so other items tell whether it holds.
    const cookie = await client.cookie((await client.verified()).email);
    expect((await client.send('PATCH', '/me', { cookie, json: {} })).status).toBe(200);
    // A new password by cookie comes with a new cookie, for which the private keys are.
    const json = { password: `${PASSWORD} 2`, current_password: PASSWORD };
    expect((await client.send('PATCH', '/me', { cookie, json })).status).toBe(200);
    const { permissions, stack } = system;
    for (const { caller, request } of serviceRequests(stack)) permissions.judge(caller, request);
    const ofChange = (text: string) => /^Users(ConfirmEmailChange|UpdateMe)/.test(text);
    expect(permissions.granted().filter(ofChange)).not.toEqual([]);
    // Nobody signs in here before the address is verified, so nobody asks for another one; nobody has
    // an account at a provider or a second factor; and nobody is locked out. These are about that.
    const ofOthers = (text: string) =>
      /UpdateItem of (is_verified|passwordless|factor_version) |PutItem of (link_floor|factor_(version|floor)|(totp|passkeys)(_version)?|recovery_codes|told_at) |LOCKOUT#/.test(
        text,
      );
    expect(permissions.unused().filter((each) => ofChange(each) && !ofOthers(each))).toEqual([]);
  });
});
