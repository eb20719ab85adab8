import { describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { PASSWORD } from '../../support/passwords.ts';
import { seen } from '../support/client.ts';
import { PasskeyClient } from '../support/passkey-client.ts';
import { credentialIn } from '../support/session-client.ts';
import { runOn, type Start } from '../support/start.ts';

const BAD = { status: 400, json: { detail: 'LOGIN_BAD_PASSKEY' } };

/** What passkeys prove of users who are known already; the API is that of `test/apps/passkeys.ts`. */
export function passkeyProofCases(start: Start): void {
  let client: PasskeyClient;
  runOn(start, (system) => {
    client = new PasskeyClient(system);
  });

  describe('proof by passkey', () => {
    test.each(['jwt', 'mobile', 'session'])(
      'gives a new login at %s in place of the one in use, once',
      async (backend) => {
        const { user, authenticator } = await client.withPasskey();
        const own = credentialIn(await client.signIn(authenticator, backend));
        const json = await client.assertion(authenticator, backend);
        const prove = () => client.send('POST', `/reauthenticate/${backend}`, { ...own, json });
        const next = credentialIn(await prove());
        expect((await client.send('GET', '/me', next)).json.id).toBe(user.id);
        expect((await client.send('GET', '/me', own)).status).toBe(401);
        const again = client.send('POST', `/reauthenticate/${backend}`, { ...next, json });
        expect(seen(await again)).toEqual(BAD);
      },
    );

    test('is refused by the passkey of another user, and beside a password', async () => {
      const ada = await client.withPasskey();
      const bob = await client.withPasskey();
      const json = await client.assertion(bob.authenticator);
      const prove = (body: object) =>
        client.send('POST', '/reauthenticate/jwt', { token: ada.token, json: body });
      expect(seen(await prove(json))).toEqual(BAD);
      for (const body of [
        {},
        { ...json, password: PASSWORD },
        { credential: json.credential },
        { challenge_token: json.challenge_token },
      ]) {
        expect((await prove(body)).status).toBe(422);
      }
      expect((await client.send('GET', '/me', { token: ada.token })).status).toBe(200);
    });
  });

  describe('a passkey as second factor', () => {
    test.each(['jwt', 'mobile', 'session'])(
      'goes on with a login by password at %s, once',
      async (backend) => {
        const { user, authenticator } = await client.withBoth();
        const mfaToken = await client.begin(user, backend);
        const used = await client.assertion(authenticator, backend, { userVerified: false });
        const own = credentialIn(await client.goOn(mfaToken, used, backend));
        expect((await client.send('GET', '/me', own)).json.id).toBe(user.id);
        expect(seen(await client.goOn(mfaToken, used, backend))).toEqual(BAD);
      },
    );

    test('is told beside the other methods, and says so in the token', async () => {
      const { user, authenticator } = await client.withBoth();
      const answer = await client.login(user.email);
      expect(answer.json.detail.methods).toEqual(['totp', 'passkey', 'recovery_code']);
      const used = await client.assertion(authenticator);
      const { json } = await client.goOn(answer.json.detail.mfa_token, used);
      expect(decodeJwt(json.access_token)).toMatchObject({ amr: ['pwd', 'swk', 'mfa'] });
    });

    test('is none to itself unless it asks for a PIN or a finger; a code is', async () => {
      const { authenticator, secret } = await client.withBoth();
      const touched = { userVerified: false };
      const first = await client.signIn(authenticator, 'jwt', touched);
      const { code, mfa_token } = first.json.detail;
      expect(code).toBe('LOGIN_MFA_REQUIRED');
      const again = await client.assertion(authenticator, 'jwt', touched);
      expect(seen(await client.goOn(mfa_token, again))).toEqual(BAD);
      const { json } = await client.goOn(mfa_token, { code: client.code(secret) });
      expect(decodeJwt(json.access_token)).toMatchObject({ amr: ['swk', 'otp', 'mfa'] });
    });

    test('is refused of another user, beside a code, and for a token that is none', async () => {
      const ada = await client.withBoth();
      const bob = await client.withPasskey();
      const mfaToken = await client.begin(ada.user);
      const used = await client.assertion(bob.authenticator);
      expect(seen(await client.goOn(mfaToken, used))).toEqual(BAD);
      const own = await client.assertion(ada.authenticator);
      expect((await client.goOn(mfaToken, { ...own, code: '123456' })).status).toBe(422);
      expect((await client.goOn(mfaToken, {})).status).toBe(422);
      expect(seen(await client.goOn('none', own))).toEqual({
        ...{ status: 400, json: { detail: 'LOGIN_BAD_MFA_TOKEN' } },
      });
    });

    test.each(['jwt', 'mobile', 'session'])(
      'goes on with fresh proof by password at %s, and ends the login in use',
      async (backend) => {
        const { authenticator } = await client.withBoth();
        const own = credentialIn(await client.signIn(authenticator, backend));
        const json = { password: PASSWORD };
        const asked = await client.send('POST', `/reauthenticate/${backend}`, { ...own, json });
        const used = await client.assertion(authenticator, backend);
        const next = credentialIn(await client.goOn(asked.json.detail.mfa_token, used, backend));
        expect((await client.send('GET', '/me', next)).status).toBe(200);
        expect((await client.send('GET', '/me', own)).status).toBe(401);
      },
    );
  });
}
