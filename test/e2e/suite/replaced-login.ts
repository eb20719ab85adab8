import { expect, test } from '@jest/globals';
import { PASSWORD } from '../../support/passwords.ts';
import { Client } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';

/** Several logins in one browser, at a backend with cookies. */
export function replacedLoginCases(start: Start, backend: string): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  /** A login of a browser that carries cookies, and the cookies that it gets: access, then refresh. */
  async function login(username: string, carried: readonly string[] = [], password = PASSWORD) {
    const answer = await client.send('POST', `/login/${backend}`, {
      form: { username, password },
      headers: {
        origin: client.system.origin,
        ...(carried.length > 0 && { cookie: carried.join('; ') }),
      },
    });
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
    return { status: answer.status, cookies };
  }
  const status = async ([cookie = '']: readonly string[]) =>
    (await client.send('GET', '/me', { headers: { cookie } })).status;

  test('a login with a cookie ends the login of that cookie, and no other', async () => {
    const { email } = await client.register();
    const [own, elsewhere] = [await login(email), await login(email)];
    const next = await login(email, own.cookies);
    expect(next.status).toBe(204);
    expect({
      own: await status(own.cookies),
      elsewhere: await status(elsewhere.cookies),
      next: await status(next.cookies),
    }).toEqual({ own: 401, elsewhere: 200, next: 200 });
  });

  test('a login with another user’s cookie ends their login in this browser alone', async () => {
    const [ada, bob] = [await client.register(), await client.register()];
    const [here, elsewhere] = [await login(ada.email), await login(ada.email)];
    const bobs = await login(bob.email, here.cookies);
    expect({
      here: await status(here.cookies),
      elsewhere: await status(elsewhere.cookies),
      bobs: await status(bobs.cookies),
    }).toEqual({ here: 401, elsewhere: 200, bobs: 200 });
  });

  test('a login that is refused ends nothing', async () => {
    const { email } = await client.register();
    const own = await login(email);
    expect((await login(email, own.cookies, 'a wrong password')).status).toBe(400);
    expect(await status(own.cookies)).toBe(200);
  });

  test('a login with a cookie that says nothing, is over or is another’s just logs in', async () => {
    const { email } = await client.register();
    const { cookies } = await login(email);
    const [name, value = ''] = cookies[0]?.split('=') ?? [];
    // The last character of the signature, or of the secret: it names a login and doesn't prove it.
    const forged = `${value.slice(0, -4)}${value.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
    const bob = await client.register();
    const ended = await login(bob.email);
    await login(bob.email, ended.cookies);
    const carried: Record<string, readonly string[]> = {
      junk: [`${name}=junk`],
      forged: [`${name}=${forged}`],
      empty: [`${name}=`],
      twice: [`${name}=${value}`, `${name}=${value}`],
      ended: ended.cookies,
      bearer: [`${name}=${await client.token(bob.email)}`],
    };
    for (const [kind, each] of Object.entries(carried)) {
      const next = await login(bob.email, each);
      expect({ kind, login: next.status, works: await status(next.cookies) }).toEqual({
        kind,
        login: 204,
        works: 200,
      });
    }
    expect(await status(cookies)).toBe(200);
  });
}
