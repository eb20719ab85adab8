import { expect, test } from '@jest/globals';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { Client, newEmail } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';

export function loginCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  const post = (path: string, options: Parameters<Client['send']>[2]) =>
    client.send('POST', path, options);

  test('a login by form on a bearer backend answers 200 with a token that works', async () => {
    const user = await client.register();
    const { status, json } = await client.login(user.email);
    expect(status).toBe(200);
    expect(json).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 3600,
    });
    const me = await client.send('GET', '/me', { token: json.access_token });
    expect(me.json).toEqual(user);
  });

  test('a login takes JSON, urlencoded and multipart alike, and the address in any case and with spaces around', async () => {
    const { email } = await client.register();
    const fields = { username: ` ${email.toUpperCase()} `, password: PASSWORD };
    const multipart = new FormData();
    for (const [name, value] of Object.entries(fields)) multipart.set(name, value);
    for (const options of [{ json: fields }, { form: fields }, { body: multipart }]) {
      expect((await post('/login/jwt', options)).status).toBe(200);
    }
  });

  test('a login on a cookie backend answers 204 with the cookie, which works', async () => {
    const user = await client.register();
    const answer = await post('/login/cookie', {
      form: { username: user.email, password: PASSWORD },
      headers: { origin: client.system.origin },
    });
    expect(answer.status).toBe(204);
    expect(answer.text).toBe('');
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-[\w-]+=[\w.-]+; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=3600$/,
      ),
    ]);
    const cookie = await client.cookie(user.email);
    expect((await client.send('GET', '/me', { cookie })).json).toEqual(user);
  });

  test('a login gives one answer to an unknown address, a wrong password and an inactive user', async () => {
    const active = await client.register();
    const inactive = await client.register();
    const { token } = await client.superuser();
    await client.send('PATCH', `/${inactive.id}`, { token, json: { is_active: false } });
    const answers = [
      await client.login(newEmail()),
      await client.login(active.email, OTHER_PASSWORD),
      await client.login(inactive.email),
      await client.login('no address at all'),
      await client.login(''),
      await client.login('x'.repeat(5000)),
      await client.login('ada@example.com\0'),
    ];
    const shape = ({ headers }: (typeof answers)[number]) =>
      [...headers.keys()].filter((name) => name !== 'x-amzn-trace-id').sort();
    for (const answer of answers) {
      expect(answer.status).toBe(400);
      expect(answer.text).toBe('{"detail":"LOGIN_BAD_CREDENTIALS"}');
      expect(shape(answer)).toEqual(answers[0] && shape(answers[0]));
    }
  });

  test.each([
    ['username', { password: PASSWORD }],
    ['password', { username: 'ada@example.com' }],
  ])('a login answers 422 where the %s is missing', async (field, json) => {
    for (const options of [{ json }, { form: json as Record<string, string> }]) {
      const answer = await post('/login/jwt', options);
      expect(answer.status).toBe(422);
      expect(answer.json.detail).toEqual([
        { loc: ['body', field], msg: 'Field required', type: 'missing' },
      ]);
    }
  });

  test('a login raises after-login with backend, address and user agent', async () => {
    const user = await client.register();
    await post('/login/jwt', {
      form: { username: user.email, password: PASSWORD },
      headers: { 'user-agent': 'a browser' },
    });
    const { detail } = await client.event('after-login', ({ id }) => id === user.id);
    expect(detail).toEqual({
      id: expect.any(String),
      time: expect.any(String),
      sequence: expect.any(Number),
      actor: { id: user.id, by: 'user' },
      user,
      backend: 'jwt',
      ip: expect.any(String),
      user_agent: 'a browser',
    });
  });

  test('an event stores no more than 512 characters of a user agent', async () => {
    const user = await client.register();
    await post('/login/jwt', {
      form: { username: user.email, password: PASSWORD },
      headers: { 'user-agent': 'x'.repeat(5000) },
    });
    const { detail } = await client.event('after-login', ({ id }) => id === user.id);
    expect(detail.user_agent).toBe('x'.repeat(512));
  });

  test('a login at an unknown backend is API Gateway’s own 404', async () => {
    const answer = await post('/login/other', { form: { username: 'a', password: 'b' } });
    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({ message: 'Not Found' });
  });
}

/** Where a request of the cookie backend may come from. */
export function originCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  const own = () => client.system.origin;
  const refused: [name: string, headers: () => Record<string, string>][] = [
    ['no Origin', () => ({})],
    ['another Origin', () => ({ origin: 'https://evil.example' })],
    ['the Origin null', () => ({ origin: 'null' })],
    [
      'another Origin and Sec-Fetch-Site same-origin',
      () => ({ 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }),
    ],
    ['Sec-Fetch-Site cross-site', () => ({ 'sec-fetch-site': 'cross-site' })],
    ['Sec-Fetch-Site same-site', () => ({ 'sec-fetch-site': 'same-site' })],
    ['Sec-Fetch-Site none', () => ({ 'sec-fetch-site': 'none' })],
  ];
  const allowed: [name: string, headers: () => Record<string, string>][] = [
    ['the API’s own Origin', () => ({ origin: own() })],
    [
      'the API’s own Origin and Sec-Fetch-Site same-site',
      () => ({ 'sec-fetch-site': 'same-site', origin: own() }),
    ],
    ['Sec-Fetch-Site same-origin', () => ({ 'sec-fetch-site': 'same-origin' })],
  ];

  async function requests(headers: Record<string, string>) {
    const { email } = await client.register();
    const cookie = client.asCookie(await client.cookie(email));
    return {
      login: await client.send('POST', '/login/cookie', {
        form: { username: email, password: PASSWORD },
        headers,
      }),
      change: await client.send('PATCH', '/me', {
        json: {},
        headers: { ...headers, cookie },
      }),
      read: await client.send('GET', '/me', { headers: { ...headers, cookie } }),
    };
  }

  test.each(refused)(
    'with %s, a login and a change are 403, and reading is not',
    async (_, headers) => {
      const { login, change, read } = await requests(headers());
      for (const answer of [login, change]) {
        expect(answer.status).toBe(403);
        expect(answer.json).toEqual({ detail: 'FORBIDDEN' });
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
      expect(read.status).toBe(200);
    },
  );

  test.each(allowed)('with %s, a login and a change pass', async (_, headers) => {
    const { login, change, read } = await requests(headers());
    const statuses = { login: login.status, change: change.status, read: read.status };
    expect(statuses).toEqual({ login: 204, change: 200, read: 200 });
  });

  test('the origin of a bearer’s change does not matter', async () => {
    const { token } = await client.signedIn();
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    const answer = await client.send('PATCH', '/me', { token, json: {}, headers });
    expect(answer.status).toBe(200);
  });

  test('the origin is judged before the body is looked at', async () => {
    const answer = await client.send('POST', '/login/cookie', { body: 'x'.repeat(20_000) });
    expect(answer.status).toBe(403);
  });
}
