import { expect, test } from '@jest/globals';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { Client, newEmail } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';

/** A new password of one's own, at a backend with cookies. */
export function renewedCookieCases(start: Start, backend: string): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  const pairs = (setCookies: readonly string[]) => setCookies.map((one) => one.split(';')[0] ?? '');
  async function login(username: string, password = PASSWORD): Promise<readonly string[]> {
    const answer = await client.send('POST', `/login/${backend}`, {
      form: { username, password },
      headers: { origin: client.system.origin },
    });
    if (answer.status !== 204) throw new Error(`login: ${answer.status} ${answer.text}`);
    return answer.headers.getSetCookie();
  }
  const status = async (setCookies: readonly string[]) =>
    (await client.send('GET', '/me', { headers: { cookie: pairs(setCookies)[0] ?? '' } })).status;
  /** Changes by the login of a cookie; what the answer sets. */
  async function change(path: string, setCookies: readonly string[], json: object) {
    const answer = await client.send('PATCH', path, {
      json,
      headers: { origin: client.system.origin, cookie: pairs(setCookies).join('; ') },
    });
    return { status: answer.status, json: answer.json, cookies: answer.headers.getSetCookie() };
  }
  const withoutValue = (setCookie: string) =>
    setCookie.replace(/=[^;]*/, '=').replace(/Max-Age=\d+/, 'Max-Age=');
  const password = { password: OTHER_PASSWORD, current_password: PASSWORD };

  test('a new password by cookie answers with a new cookie, and ends the old one and all others', async () => {
    const { email, id } = await client.register();
    const [own, other] = [await login(email), await login(email)];
    const { status: changed, json, cookies } = await change('/me', own, password);
    expect({ changed, id: json.id }).toEqual({ changed: 200, id });
    expect(cookies.map(withoutValue)).toEqual(own.map(withoutValue));
    expect({
      own: await status(own),
      other: await status(other),
      next: await status(cookies),
    }).toEqual({ own: 401, other: 401, next: 200 });
    for (const before of [own, other]) {
      const [, refresh] = pairs(before);
      if (refresh === undefined) continue;
      const headers = { origin: client.system.origin, cookie: refresh };
      expect((await client.send('POST', `/refresh/${backend}`, { headers })).status).toBe(401);
    }
    const [, refresh] = pairs(cookies);
    if (refresh === undefined) return;
    const headers = { origin: client.system.origin, cookie: refresh };
    expect((await client.send('POST', `/refresh/${backend}`, { headers })).status).toBe(204);
  });

  test('a new password and address by cookie are one change, with one new cookie', async () => {
    const { email: before } = await client.register();
    const own = await login(before);
    const email = newEmail();
    const { status: changed, json, cookies } = await change('/me', own, { ...password, email });
    expect({ changed, email: json.email, own: await status(own) }).toEqual({
      changed: 200,
      email,
      own: 401,
    });
    expect(await status(cookies)).toBe(200);
  });

  test('a superuser who sets a password of their own by their id gets a new cookie', async () => {
    const root = await client.superuser();
    const own = await login(root.user.email);
    const { status: changed, cookies } = await change(`/${root.user.id}`, own, password);
    expect({ changed, own: await status(own), next: await status(cookies) }).toEqual({
      changed: 200,
      own: 401,
      next: 200,
    });
    const other = await client.register();
    const ofOther = await change(`/${other.id}`, cookies, { password: OTHER_PASSWORD });
    expect(ofOther).toMatchObject({ status: 200, cookies: [] });
  });

  test('a change that is refused, or of something else, sets no cookie', async () => {
    const { email } = await client.register();
    const own = await login(email);
    const refused = await change('/me', own, { ...password, current_password: 'wrong' });
    expect(refused).toMatchObject({ status: 400, cookies: [] });
    expect(await change('/me', own, {})).toMatchObject({ status: 200, cookies: [] });
    expect(await status(own)).toBe(200);
  });

  test('a new password by bearer sets no cookie, and the token goes on', async () => {
    const { email } = await client.register();
    const [token, cookie] = [await client.token(email), await login(email)];
    const answer = await client.send('PATCH', '/me', { token, json: password });
    expect({ status: answer.status, cookies: answer.headers.getSetCookie() }).toEqual({
      status: 200,
      cookies: [],
    });
    const me = await client.send('GET', '/me', { token });
    expect({ bearer: me.status, cookie: await status(cookie) }).toEqual({
      bearer: 200,
      cookie: 401,
    });
  });
}
