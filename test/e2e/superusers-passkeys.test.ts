import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { SoftwareAuthenticator } from '../support/passkeys/software-authenticator.ts';
import { PASSWORD } from '../support/passwords.ts';
import { seen } from './support/client.ts';
import { CHEAP_HASHES } from './support/local-system.ts';
import { PasskeyClient } from './support/passkey-client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn, shared } from './support/start.ts';

const APP = path.join(import.meta.dirname, '../apps/superusers-passkeys.ts');
const refusal = (detail: string) => ({ status: 403, json: { detail } });

describe('an API with nothing but passkeys, on this machine,', () => {
  let system: ProxiedSystem;
  let client: PasskeyClient;

  runOn(
    shared(() => startProxiedSystem({ app: APP, environment: CHEAP_HASHES })),
    (started) => {
      system = started;
      client = new PasskeyClient(system);
    },
  );
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));

  const list = (token: string) => client.send('GET', '', { token });

  describe('whose superusers must have a second factor', () => {
    test('a superuser without a passkey can only add one, and signs in by it from then on', async () => {
      const { user, token } = await client.superuser({ is_verified: true });
      expect(seen(await list(token))).toEqual(refusal('MFA_ENROLMENT_REQUIRED'));
      const authenticator = new SoftwareAuthenticator();
      expect((await client.add(authenticator, { token })).status).toBe(201);
      expect(seen(await list(token))).toEqual(refusal('MFA_REQUIRED'));

      const begun = await client.login(user.email);
      expect(begun).toMatchObject({
        status: 400,
        json: { detail: { code: 'LOGIN_MFA_REQUIRED', methods: ['passkey'] } },
      });
      const used = await client.assertion(authenticator);
      const both = await client.goOn(begun.json.detail.mfa_token, used);
      expect((await list(both.json.access_token)).status).toBe(200);
      const alone = await client.signIn(authenticator);
      expect((await list(alone.json.access_token)).status).toBe(200);
    });

    test('other users sign in by a password alone, with a passkey or without', async () => {
      const user = await client.verified();
      const token = await client.token(user.email);
      expect((await client.send('GET', '/me/export', { token })).status).toBe(200);
      expect((await client.add(new SoftwareAuthenticator(), { token })).status).toBe(201);
      const again = await client.token(user.email);
      expect((await client.send('GET', '/me/export', { token: again })).status).toBe(200);
    });
  });

  describe('that tells of new devices', () => {
    const chrome = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0 Safari/537.36';
    const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';

    test('a login from another browser than the first is told, once', async () => {
      const { id, email } = await client.register();
      for (const browser of [chrome, firefox, chrome, firefox]) {
        const form = { username: email, password: PASSWORD };
        const headers = { 'user-agent': browser };
        expect((await client.send('POST', '/login/jwt', { form, headers })).status).toBe(200);
      }
      const types = await client.eventTypes(id, 6);
      expect(types.toSorted()).toEqual([
        ...Array(4).fill('after-login'),
        'after-new-device',
        'after-register',
      ]);
      const { detail } = await client.event('after-new-device', (user) => user.id === id);
      expect(detail).toMatchObject({ user: { id, email }, user_agent: firefox });
    });
  });
});
