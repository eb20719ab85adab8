import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { serviceRequests } from './iam/service-requests.ts';
import { ROUND_TRIPS } from './round-trips.ts';
import { emailLoginCases, MailClient } from './suite/email-login.ts';
import { newEmail } from './support/client.ts';
import { costOf } from './support/cost.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn, shared } from './support/start.ts';

const APP = path.join(import.meta.dirname, '../apps/email-login.ts');

describe('codes by mail, on this machine,', () => {
  let system: ProxiedSystem;
  let client: MailClient;

  const start = shared(() => startProxiedSystem({ app: APP }));
  runOn(start, (started) => {
    system = started;
    client = new MailClient(system);
  });
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));

  emailLoginCases(start);

  describe('cost', () => {
    /** Calls of one request to DynamoDB, those that go out together in one order. */
    async function cost(request: () => Promise<{ status: number }>, status: number) {
      const { roundTrips, calls } = await costOf(system, () => client.register(), request, status);
      const [first = '', second = '', ...others] = calls;
      return { roundTrips, calls: [...[first, second].toSorted(), ...others] };
    }

    test('two writes to ask, whether the address has a user or not', async () => {
      const { email } = await client.register();
      for (const address of [email, email, newEmail()]) {
        const asked = await cost(() => client.ask(address), 202);
        expect(asked).toEqual(ROUND_TRIPS.requestLogin.cost);
      }
    });

    test('a try and one write to sign in, stored or not', async () => {
      const [one, two] = [await client.verified(), await client.verified()];
      const first = await client.asked(one.email);
      expect(await cost(() => client.confirm(first), 200)).toEqual(ROUND_TRIPS.confirmLogin.cost);
      const second = await client.asked(two.email, 'session');
      const { roundTrips, calls } = await cost(() => client.confirm(second, 'session'), 200);
      const ordered = [...calls.slice(0, 2), ...calls.slice(2).toSorted()];
      expect({ roundTrips, calls: ordered }).toEqual(ROUND_TRIPS.confirmLoginStored.cost);
    });

    test('one read more to end what an unverified user had', async () => {
      const { email } = await client.register();
      const asked = await client.asked(email);
      expect(await cost(() => client.confirm(asked), 200)).toEqual(
        ROUND_TRIPS.confirmLoginUnverified.cost,
      );
    });

    test('a try and one transaction to sign up', async () => {
      const asked = await client.asked(newEmail());
      expect(await cost(() => client.confirm(asked), 200)).toEqual(
        ROUND_TRIPS.confirmLoginNew.cost,
      );
    });

    test('a try and a count for a wrong code, whether the address has a user or not', async () => {
      const { email } = await client.register();
      for (const address of [email, newEmail()]) {
        const { attempt_token } = (await client.ask(address)).json;
        const wrong = await cost(() => client.confirm({ attempt_token, code: 'wrong' }), 400);
        expect(wrong).toEqual(ROUND_TRIPS.confirmLoginWrong.cost);
      }
    });
  });

  test('the functions that sign in by mail use all that they are granted', async () => {
    const { permissions, stack } = system;
    const own = { headers: { origin: system.origin } };
    const { email } = await client.verified();
    const { attempt_token, code } = await client.asked(email, 'cookie');
    const cookie = await client.cookie(email);
    const headers = { ...own.headers, cookie: client.asCookie(cookie) };
    const login = await client.confirm({ attempt_token, code }, 'cookie', { headers });
    expect(login.status).toBe(204);
    for (const backend of ['cookie', 'session']) {
      const unverified = (await client.register()).email;
      for (const address of [unverified, newEmail()]) {
        const asked = await client.asked(address, backend);
        const confirm = (given: string) =>
          client.confirm({ attempt_token: asked.attempt_token, code: given }, backend, own);
        expect((await confirm('wrong')).status).toBe(400);
        expect((await confirm(asked.code)).status).toBeLessThan(300);
      }
    }
    for (const { caller, request } of serviceRequests(stack)) permissions.judge(caller, request);
    const ofMail = (text: string) => /^Users(RequestLogin|ConfirmLogin)/.test(text);
    expect(permissions.granted().filter(ofMail)).not.toEqual([]);
    // No sessions are beyond the limit here.
    const unused = permissions.unused().filter((each) => !/DeleteItem .*SESSION#/.test(each));
    expect(unused.filter(ofMail)).toEqual([]);
  });
});
