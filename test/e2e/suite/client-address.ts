import { expect, test } from '@jest/globals';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import type { Answer } from '../support/client.ts';
import { type Credential, credentialIn, SessionClient } from '../support/session-client.ts';
import { runOn, type Start } from '../support/start.ts';

/** As a distribution of CloudFront adds it. */
const SECRET = { 'x-origin-verify': 'what only CloudFront knows of this API' };
const VIEWER = { 'cloudfront-viewer-address': '2001:db8::10:46532' };
const ADDRESS = '2001:db8::10';

/** Whose word on the address of a client is believed; the API is that of `test/apps/sessions.ts`. */
export function clientAddressCases(start: Start): void {
  let client: SessionClient;
  runOn(start, (system) => {
    client = new SessionClient(system);
  });

  /** Through CloudFront, or by somebody who only says so. */
  const send = (
    method: string,
    path: string,
    own: Credential,
    json: object,
    sent: Record<string, string> = SECRET,
  ) => {
    const headers = { origin: client.system.origin, ...VIEWER, ...sent };
    return client.send(method, path, { ...own, json, headers });
  };
  const login = (backend: string, username: string, sent?: Record<string, string>) =>
    send('POST', `/login/${backend}`, {}, { username, password: PASSWORD }, sent);

  /** The address of the session that an answer began. */
  async function addressIn(answer: Answer): Promise<string> {
    const all = await client.sessions(credentialIn(answer));
    return all.find(({ current }: { readonly current: boolean }) => current).ip;
  }

  test('a session has the address that CloudFront names, and only with the secret of the app', async () => {
    const { email } = await client.register();
    const addressBy = async (sent: Record<string, string>) =>
      addressIn(await login('session', email, sent));
    const seen = await addressBy({});
    expect(seen).not.toBe(ADDRESS);
    expect({
      proved: await addressBy(SECRET),
      guessed: await addressBy({ 'x-origin-verify': 'what only CloudFront knows of that API' }),
    }).toEqual({ proved: ADDRESS, guessed: seen });
  });

  test.each(['session', 'web'])('so has one of another proof at %s', async (backend) => {
    const { email } = await client.register();
    const own = credentialIn(await login(backend, email));
    const proved = await send('POST', `/reauthenticate/${backend}`, own, { password: PASSWORD });
    expect(await addressIn(proved)).toBe(ADDRESS);
  });

  test('so has the one that a new password leaves to a browser', async () => {
    const { email } = await client.register();
    const own = credentialIn(await login('web', email));
    const json = { password: OTHER_PASSWORD, current_password: PASSWORD };
    expect(await addressIn(await send('PATCH', '/me', own, json))).toBe(ADDRESS);

    const superuser = await client.superuserInSession();
    const theirs = credentialIn(await login('web', superuser.user.email));
    expect(await addressIn(await send('PATCH', `/${superuser.user.id}`, theirs, json))).toBe(
      ADDRESS,
    );
  });
}
