import { describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { type Answer, Client, seen, tally } from '../support/client.ts';
import { type Credential, signInAt } from '../support/session-client.ts';
import { runOn, type Start } from '../support/start.ts';

const UNAUTHORIZED = { status: 401, json: { detail: 'UNAUTHORIZED' } };

/** Another proof at each of these backends, whatever its credentials are. */
export function reauthenticationCases(
  start: Start,
  backends: readonly [string, ...string[]],
): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  const prove = (backend: string, own: Credential, json: object = { password: PASSWORD }) =>
    client.send('POST', `/reauthenticate/${backend}`, { ...own, json });
  const status = async (own: Credential) => (await client.send('GET', '/me', own)).status;

  /** The credential that an answer hands out. */
  function handedOut({ json, headers }: Answer): Credential {
    if (json !== undefined) return { token: json.access_token };
    const prefix = `${client.system.cookieName}=`;
    const [cookie = ''] = headers.getSetCookie().filter((line) => line.startsWith(prefix));
    return { cookie: cookie.slice(prefix.length).split(';')[0] ?? '' };
  }

  describe.each(backends)('reauthentication at %s', (backend) => {
    async function signedIn() {
      const user = await client.register();
      return { user, own: await signInAt(client, backend, user.email) };
    }

    test('gives a new credential as the login does, and ends the old one', async () => {
      const { user, own } = await signedIn();
      const other = await signInAt(client, backend, user.email);
      const answer = await prove(backend, own);
      expect(answer.status).toBe('token' in own ? 200 : 204);
      const next = handedOut(answer);
      expect({
        old: await status(own),
        next: await status(next),
        other: await status(other),
      }).toEqual({ old: 401, next: 200, other: 200 });
      expect(seen(await prove(backend, own))).toEqual(UNAUTHORIZED);
    });

    test('refuses a wrong password as the login does, and leaves the credential', async () => {
      const { own } = await signedIn();
      for (const password of [OTHER_PASSWORD, '']) {
        expect(seen(await prove(backend, own, { password }))).toEqual({
          status: 400,
          json: { detail: 'LOGIN_BAD_CREDENTIALS' },
        });
      }
      expect(await status(own)).toBe(200);
    });

    test('is 401 without a credential, and 422 without a password', async () => {
      expect(seen(await prove(backend, {}))).toEqual(UNAUTHORIZED);
      const { own } = await signedIn();
      const { status: refused, json } = await prove(backend, own, {});
      expect({ refused, loc: json.detail[0].loc }).toEqual({
        refused: 422,
        loc: ['body', 'password'],
      });
    });

    test('of 5 at once with one credential, one succeeds', async () => {
      const { own } = await signedIn();
      const answers = await Promise.all(Array.from({ length: 5 }, () => prove(backend, own)));
      expect(tally(answers)).toEqual({ ['token' in own ? 200 : 204]: 1, 401: 4 });
    });

    test('says in a signed token when it was', async () => {
      const { own } = await signedIn();
      const { token = '' } = own;
      // A stored session is no JWT, and a cookie is not read by anyone.
      if (token.split('.').length !== 3) return;
      const before = decodeJwt(token).auth_time;
      const next = decodeJwt(String(handedOut(await prove(backend, own)).token));
      expect(Number(next.auth_time)).toBeGreaterThanOrEqual(Number(before));
      expect(next).toMatchObject({ amr: ['pwd'] });
    });
  });

  test('reauthentication takes the credential of its own backend only', async () => {
    const { email } = await client.register();
    const [first, ...others] = backends;
    const own = await signInAt(client, first, email);
    for (const other of others) expect(seen(await prove(other, own))).toEqual(UNAUTHORIZED);
    expect(await status(own)).toBe(200);
  });

  test('reauthentication by cookie is refused from another origin', async () => {
    for (const backend of backends) {
      const own = await signInAt(client, backend, (await client.register()).email);
      if (own.cookie === undefined) continue;
      const answer = await client.send('POST', `/reauthenticate/${backend}`, {
        json: { password: PASSWORD },
        headers: { cookie: client.asCookie(own.cookie), origin: 'https://evil.example' },
      });
      expect(seen(answer)).toEqual({ status: 403, json: { detail: 'FORBIDDEN' } });
    }
  });
}
