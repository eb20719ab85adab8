import { describe, expect, test } from '@jest/globals';
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
        const { user, authenticator } = await client.enrolled();
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
      const ada = await client.enrolled();
      const bob = await client.enrolled();
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
}
