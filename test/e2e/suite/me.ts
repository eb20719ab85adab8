import { describe, expect, test } from '@jest/globals';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { type Answer, Client, newEmail } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';

export function meCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  const patch = (token: string, json: unknown) => client.send('PATCH', '/me', { token, json });
  const me = (token: string) => client.send('GET', '/me', { token });

  describe('without a good credential', () => {
    const unauthorized = {
      status: 401,
      text: '{"detail":"UNAUTHORIZED"}',
      challenge: 'Bearer',
    };
    const facts = ({ status, text, headers }: Answer) => ({
      status,
      text,
      challenge: headers.get('www-authenticate'),
    });

    test.each<[string, Record<string, string>]>([
      ['no credential', {}],
      ['an empty Authorization', { authorization: '' }],
      ['only a scheme', { authorization: 'Bearer' }],
      ['another scheme', { authorization: 'Basic dXNlcjpwYXNz' }],
      ['two words', { authorization: 'Bearer one two' }],
      ['no token of ours', { authorization: 'Bearer x.y.z' }],
    ])('a request with %s is 401', async (_, headers) => {
      expect(facts(await client.send('GET', '/me', { headers }))).toEqual(unauthorized);
    });

    test.each([
      ['no cookie of ours', 'x.y.z'],
      ['an empty cookie', ''],
    ])('a request with %s is 401', async (_, value) => {
      const headers = { cookie: client.asCookie(value) };
      expect(facts(await client.send('GET', '/me', { headers }))).toEqual(unauthorized);
    });

    test('a token with a changed payload is 401', async () => {
      const { token } = await client.signedIn();
      const [header, payload, signature] = token.split('.');
      const claims = JSON.parse(Buffer.from(String(payload), 'base64url').toString());
      const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'other' })).toString('base64url');
      expect(facts(await me(`${header}.${forged}.${signature}`))).toEqual(unauthorized);
      const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
      expect(facts(await me(`${none}.${payload}.`))).toEqual(unauthorized);
    });

    test('a bearer token as cookie, and a cookie’s as bearer, are 401', async () => {
      const user = await client.register();
      const token = await client.token(user.email);
      const cookie = await client.cookie(user.email);
      expect((await client.send('GET', '/me', { cookie: token })).status).toBe(401);
      expect((await me(cookie)).status).toBe(401);
    });

    test('two cookies of one name are 401, even if one is good', async () => {
      const user = await client.register();
      const good = client.asCookie(await client.cookie(user.email));
      const headers = { cookie: `${good}; other=1; ${good}` };
      expect((await client.send('GET', '/me', { headers })).status).toBe(401);
    });

    test('a malformed Authorization is 401 even beside a good cookie, and a bad token is not', async () => {
      const user = await client.register();
      const cookie = await client.cookie(user.email);
      const malformed = { authorization: 'Bearer' };
      const bad = { authorization: 'Bearer x.y.z' };
      expect((await client.send('GET', '/me', { cookie, headers: malformed })).status).toBe(401);
      expect((await client.send('GET', '/me', { cookie, headers: bad })).status).toBe(200);
    });

    test('401 comes before anything that is wrong with the body', async () => {
      const answer = await client.send('PATCH', '/me', { body: 'x'.repeat(20_000) });
      expect(answer.status).toBe(401);
    });
  });

  describe('PATCH /me', () => {
    test('a change of the address needs the current password, and unverifies the address', async () => {
      const user = await client.system.createUser({
        email: newEmail(),
        password: PASSWORD,
        is_verified: true,
      });
      const token = await client.token(user.email);
      const email = newEmail();
      const answer = await patch(token, { email, current_password: PASSWORD });
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual({
        ...user,
        email,
        is_verified: false,
        updated_at: expect.any(String),
      });
      expect((await me(token)).json).toEqual(answer.json);
      expect((await client.login(user.email)).status).toBe(400);
      expect((await client.login(email)).status).toBe(200);
      const { detail } = await client.event('after-update', ({ id }) => id === user.id);
      expect(detail).toEqual({
        id: expect.any(String),
        time: answer.json.updated_at,
        sequence: expect.any(Number),
        actor: { id: user.id, by: 'user' },
        user: answer.json,
        changed: ['email', 'is_verified'],
        previous_email: user.email,
      });
    });

    test('a change of the password ends every token but the one that made it', async () => {
      const { user, token } = await client.signedIn();
      const other = await client.token(user.email);
      const cookie = await client.cookie(user.email);
      const answer = await patch(token, { password: OTHER_PASSWORD, current_password: PASSWORD });
      expect(answer.status).toBe(200);
      expect((await me(token)).status).toBe(200);
      expect((await me(other)).status).toBe(401);
      expect((await client.send('GET', '/me', { cookie })).status).toBe(401);
      expect((await client.login(user.email, PASSWORD)).status).toBe(400);
      expect((await client.login(user.email, OTHER_PASSWORD)).status).toBe(200);
      const { detail } = await client.event('after-update', ({ id }) => id === user.id);
      expect(detail.changed).toEqual(['password']);
    });

    test.each([
      ['missing', undefined],
      ['wrong', 'not the password'],
    ])(
      'a new address or password is refused when the current password is %s',
      async (_, current) => {
        const { user, token } = await client.signedIn();
        for (const change of [{ email: newEmail() }, { password: OTHER_PASSWORD }]) {
          const answer = await patch(token, { ...change, current_password: current });
          expect(answer.status).toBe(400);
          expect(answer.json).toEqual({ detail: 'UPDATE_USER_BAD_CURRENT_PASSWORD' });
        }
        expect((await me(token)).json).toEqual(user);
      },
    );

    test('a change to an address that is taken is refused', async () => {
      const other = await client.register();
      const { token } = await client.signedIn();
      const answer = await patch(token, {
        email: other.email.toUpperCase(),
        current_password: PASSWORD,
      });
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual({ detail: 'UPDATE_USER_EMAIL_ALREADY_EXISTS' });
    });

    test('a change to a bad password is refused with a reason', async () => {
      const { token } = await client.signedIn();
      const answer = await patch(token, { password: 'short', current_password: PASSWORD });
      expect(answer.status).toBe(400);
      expect(answer.json.detail).toEqual({
        code: 'UPDATE_USER_INVALID_PASSWORD',
        reason: expect.stringContaining('at least 8'),
      });
    });

    test('a change ignores flags, id and unknown fields, and raises nothing where nothing changes', async () => {
      const { user, token } = await client.signedIn();
      const answer = await patch(token, {
        id: 'mine',
        email: user.email.toUpperCase(),
        is_active: 'no',
        is_superuser: true,
        is_verified: true,
        role: 'admin',
      });
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual(user);
      await patch(token, { email: newEmail(), current_password: PASSWORD });
      const types = await client.eventTypes(user.id, 3);
      expect(types).toEqual(['after-register', 'after-login', 'after-update']);
    });

    test.each([
      ['a list', { email: ['ada@example.com'] }, 'email'],
      ['a number', { password: 12345678 }, 'password'],
    ])('a change to %s is 422', async (_, json, field) => {
      const { token } = await client.signedIn();
      const answer = await patch(token, json);
      expect(answer.status).toBe(422);
      expect(answer.json.detail).toEqual([
        { loc: ['body', field], msg: expect.any(String), type: 'string_type' },
      ]);
    });
  });
}
