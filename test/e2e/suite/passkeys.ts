import { describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { SoftwareAuthenticator } from '../../support/passkeys/software-authenticator.ts';
import { PASSWORD } from '../../support/passwords.ts';
import { seen, tally } from '../support/client.ts';
import { PasskeyClient } from '../support/passkey-client.ts';
import { credentialIn } from '../support/session-client.ts';
import { runOn, type Start } from '../support/start.ts';
import { passkeyProofCases } from './passkey-proofs.ts';

const refusal = (status: number, detail: string) => ({ status, json: { detail } });
const BAD = refusal(400, 'LOGIN_BAD_PASSKEY');
const UNKNOWN = refusal(400, 'LOGIN_PASSKEY_UNKNOWN');
const GOOGLE = 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4';

/** What passkeys do, wherever they run; the API is that of `test/apps/passkeys.ts`. */
export function passkeyCases(start: Start): void {
  let client: PasskeyClient;
  runOn(start, (system) => {
    client = new PasskeyClient(system);
  });

  describe('a passkey', () => {
    test('is added after a login by password, and told of by an event', async () => {
      const { user, token } = await client.signedIn();
      const authenticator = new SoftwareAuthenticator({ aaguid: GOOGLE });
      const added = await client.add(authenticator, { token }, { name: ' My phone ' });
      expect(seen(added)).toEqual({
        status: 201,
        json: {
          id: expect.stringMatching(/^[\w-]+$/),
          name: 'My phone',
          authenticator: 'Google Password Manager',
          created_at: expect.any(String),
          last_used_at: null,
          synced: true,
          transports: ['internal', 'hybrid'],
        },
      });
      const listed = await client.send('GET', '/me/passkeys', { token });
      expect(listed.json).toEqual([added.json]);
      const { detail } = await client.event('after-passkey-add', ({ id }) => id === user.id);
      expect(detail).toMatchObject({
        passkey: added.json,
        actor: { id: user.id, by: 'user' },
      });
    });

    test.each(['jwt', 'mobile'])('signs its user in at %s, and says how', async (backend) => {
      const { user, authenticator, token } = await client.withPasskey();
      const answer = await client.signIn(authenticator, backend);
      expect(answer.status).toBe(200);
      const me = await client.send('GET', '/me', { token: answer.json.access_token });
      expect(me.json.id).toBe(user.id);
      expect(decodeJwt(answer.json.access_token)).toMatchObject({ amr: ['swk', 'mfa'] });
      const [listed] = (await client.send('GET', '/me/passkeys', { token })).json;
      expect(listed.last_used_at).toEqual(expect.any(String));
    });

    test('signs its user in by cookie', async () => {
      const { user, authenticator } = await client.withPasskey();
      const answer = await client.signIn(authenticator, 'session');
      expect(answer.status).toBe(204);
      const me = await client.send('GET', '/me', credentialIn(answer));
      expect(me.json.id).toBe(user.id);
    });

    test('raises the event of a login', async () => {
      const { user, authenticator } = await client.withPasskey();
      await client.signIn(authenticator, 'mobile');
      const { detail } = await client.eventWhere(
        'after-login',
        (event) => event.detail.user.id === user.id && event.detail.backend === 'mobile',
      );
      expect(detail.actor).toEqual({ id: user.id, by: 'user' });
    });

    test.each([
      [{ backupEligible: true }, ['swk', 'mfa']],
      [{ backupEligible: false }, ['hwk', 'mfa']],
      [{ backupEligible: false, userVerified: false }, ['hwk']],
    ])('of an authenticator that is %j proves %j', async (behaviour, amr) => {
      const { authenticator } = await client.withPasskey(behaviour);
      const { json } = await client.signIn(authenticator);
      expect(decodeJwt(json.access_token)).toMatchObject({ amr });
    });

    test('that the browser made by itself needs neither touch nor PIN, and signs in with them', async () => {
      const { token } = await client.signedIn();
      const authenticator = new SoftwareAuthenticator();
      const untouched = { userPresent: false, userVerified: false };
      expect(seen(await client.add(authenticator, { token }, untouched))).toEqual(
        refusal(400, 'PASSKEY_INVALID'),
      );
      const made = await client.add(authenticator, { token }, { conditional: true, ...untouched });
      expect(made.status).toBe(201);
      expect(seen(await client.signIn(authenticator, 'jwt', { userPresent: false }))).toEqual(BAD);
      expect((await client.signIn(authenticator)).status).toBe(200);
    });

    test('gets another name, in 1 to 64 characters', async () => {
      const { token, passkey } = await client.withPasskey();
      const rename = (json: object) =>
        client.send('PATCH', `/me/passkeys/${passkey.id}`, { token, json });
      const renamed = await rename({ name: 'Phone' });
      expect(seen(renamed)).toEqual({ status: 200, json: { ...passkey, name: 'Phone' } });
      for (const name of ['', '  ', 'a\u0000b', 'x'.repeat(65), 5]) {
        expect((await rename({ name })).status).toBe(422);
      }
      expect(
        (await client.send('PATCH', '/me/passkeys/other', { token, json: { name: 'x' } })).status,
      ).toBe(404);
    });
  });

  passkeyProofCases(start);

  describe('a login by passkey is refused', () => {
    test('for another page, another challenge and a challenge of another backend', async () => {
      const { authenticator } = await client.withPasskey();
      const elsewhere = { origin: 'http://localhost:4000' };
      expect(seen(await client.signIn(authenticator, 'jwt', elsewhere))).toEqual(BAD);
      const one = await client.assertion(authenticator);
      const other = await client.assertion(authenticator);
      const mixed = { ...one, challenge_token: other.challenge_token };
      expect(seen(await client.signInWith(mixed))).toEqual(BAD);
      expect(seen(await client.signInWith(one, 'mobile'))).toEqual(BAD);
      expect(seen(await client.signInWith({ ...one, challenge_token: 'none' }))).toEqual(BAD);
    });

    test('a second time, and 99 of 100 times at once', async () => {
      const { authenticator } = await client.withPasskey();
      const json = await client.assertion(authenticator);
      expect((await client.signInWith(json)).status).toBe(200);
      expect(seen(await client.signInWith(json))).toEqual(BAD);
      const raced = await client.assertion(authenticator, 'mobile');
      const all = Array.from({ length: 100 }, () => client.signInWith(raced, 'mobile'));
      expect(tally(await Promise.all(all))).toEqual({ 200: 1, 400: 99 });
    });

    test('for a copy that has not counted further', async () => {
      const { authenticator } = await client.withPasskey({ backupEligible: false });
      const count = async (signCount: number) =>
        (await client.signIn(authenticator, 'jwt', { signCount })).status;
      expect([await count(5), await count(6), await count(6), await count(0)]).toEqual([
        ...[200, 200, 400, 400],
      ]);
    });

    test('for a passkey that was removed, whose browser is told to forget it', async () => {
      const { user, token, authenticator, passkey } = await client.withPasskey();
      const removed = await client.send('DELETE', `/me/passkeys/${passkey.id}`, { token });
      expect(removed.status).toBe(204);
      expect(seen(await client.signIn(authenticator))).toEqual(UNKNOWN);
      const { detail } = await client.event('after-passkey-delete', ({ id }) => id === user.id);
      expect(detail).toMatchObject({ passkey: { id: passkey.id }, actor: { by: 'user' } });
    });

    test('for a user who was deleted, or is inactive', async () => {
      const root = await client.superuser();
      const { user, authenticator } = await client.withPasskey();
      const path = `/${user.id}`;
      const json = { is_active: false };
      await client.send('PATCH', path, { token: root.token, json });
      expect(seen(await client.signIn(authenticator))).toEqual(BAD);
      expect((await client.send('DELETE', path, { token: root.token })).status).toBe(204);
      expect(seen(await client.signIn(authenticator))).toEqual(UNKNOWN);
    });

    test('for a body that is none', async () => {
      const { authenticator } = await client.withPasskey();
      const whole = await client.assertion(authenticator);
      const { credential } = whole;
      const bodies = [
        {},
        { ...whole, credential: undefined },
        { ...whole, credential: { ...credential, type: 'password' } },
        { ...whole, credential: { ...credential, response: {} } },
        { ...whole, challenge_token: 5 },
      ];
      for (const body of bodies) expect((await client.signInWith(body)).status).toBe(422);
      const { userHandle: _, ...response } = credential.response;
      const nameless = { ...whole, credential: { ...credential, response } };
      expect(seen(await client.signInWith(nameless))).toEqual(BAD);
    });
  });

  describe('adding a passkey is refused', () => {
    test('without a recent login or the password', async () => {
      const { token } = await client.signedIn();
      const wrong = { current_password: 'wrong password' };
      const asked = await client.send('POST', '/me/passkeys/options', { token, json: wrong });
      expect(seen(asked)).toEqual(refusal(403, 'REAUTHENTICATION_REQUIRED'));
      const right = { current_password: PASSWORD };
      expect(
        (await client.send('POST', '/me/passkeys/options', { token, json: right })).status,
      ).toBe(200);
    });

    test('for the challenge of another user, a challenge that was used, and one of before a new password', async () => {
      const invalid = refusal(400, 'PASSKEY_INVALID');
      const ada = await client.signedIn();
      const bob = await client.signedIn();
      const asked = await client.send('POST', '/me/passkeys/options', { token: ada.token });
      const { options, challenge_token } = asked.json;
      const make = () =>
        new SoftwareAuthenticator().create(options, { origin: 'http://localhost:3000' });
      const post = (token: string) =>
        client.send('POST', '/me/passkeys', {
          token,
          json: { challenge_token, credential: make() },
        });
      expect(seen(await post(bob.token))).toEqual(invalid);
      expect((await post(ada.token)).status).toBe(201);
      expect(seen(await post(ada.token))).toEqual(invalid);
      const changed = { current_password: PASSWORD, password: 'another good passphrase' };
      expect((await client.send('PATCH', '/me', { token: ada.token, json: changed })).status).toBe(
        200,
      );
      expect(seen(await post(ada.token))).toEqual(invalid);
    });

    test('beyond 20, and told before a device has made it', async () => {
      const { token } = await client.signedIn();
      for (let count = 0; count < 20; count += 1) {
        expect((await client.add(new SoftwareAuthenticator(), { token })).status).toBe(201);
      }
      const asked = await client.send('POST', '/me/passkeys/options', { token });
      expect(seen(asked)).toEqual(refusal(409, 'PASSKEY_LIMIT'));
    });

    test('for a passkey that the user has, which browsers are told of', async () => {
      const { token, passkey } = await client.withPasskey();
      const { json } = await client.send('POST', '/me/passkeys/options', { token });
      expect(json.options.excludeCredentials).toEqual([
        { type: 'public-key', id: passkey.id, transports: ['internal', 'hybrid'] },
      ]);
    });
  });

  describe('a superuser', () => {
    test('lists and removes the passkeys of a user', async () => {
      const root = await client.superuser();
      const { user, token, authenticator, passkey } = await client.withPasskey();
      const path = `/${user.id}/passkeys`;
      const listed = await client.send('GET', path, { token: root.token });
      expect(seen(listed)).toEqual({ status: 200, json: [passkey] });
      expect((await client.send('GET', path, { token })).status).toBe(403);
      const remove = (json = {}) =>
        client.send('DELETE', `${path}/${passkey.id}`, { token: root.token, json });
      const bad = { current_password: 'not the password' };
      expect(seen(await remove(bad))).toEqual(refusal(403, 'REAUTHENTICATION_REQUIRED'));
      expect((await remove()).status).toBe(204);
      expect((await remove()).status).toBe(404);
      expect(seen(await client.signIn(authenticator))).toEqual(UNKNOWN);
      const { detail } = await client.event('after-passkey-delete', ({ id }) => id === user.id);
      expect(detail.actor).toEqual({ id: root.user.id, by: 'superuser' });
    });
  });

  test('only users with a verified address add passkeys, and no reset ends them', async () => {
    const { email } = await client.register();
    const authenticator = new SoftwareAuthenticator();
    const token = await client.token(email);
    expect(seen(await client.add(authenticator, { token }))).toEqual(
      refusal(403, 'USER_NOT_VERIFIED'),
    );
    const verified = { token: await client.verifyToken(email) };
    expect((await client.send('POST', '/verify', { json: verified })).status).toBe(200);
    expect((await client.add(authenticator, { token })).status).toBe(201);
    const reset = { token: await client.resetToken(email), password: PASSWORD };
    expect((await client.send('POST', '/reset-password', { json: reset })).status).toBe(200);
    expect((await client.signIn(authenticator)).status).toBe(200);
  });

  test('an export has the passkeys of the user, without keys', async () => {
    const { token, passkey } = await client.withPasskey();
    const { json } = await client.send('GET', '/me/export', { token });
    expect(json.passkeys).toEqual([passkey]);
  });
}
