import { expect, test } from '@jest/globals';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { Client, newEmail } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export function registerCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  const register = (json: unknown) => client.send('POST', '/register', { json });

  test('a registration answers 201 with the user, and raises after-register with the same user', async () => {
    const email = newEmail();
    const { status, json: user } = await register({ email, password: PASSWORD });
    expect(status).toBe(201);
    expect(user).toEqual({
      id: expect.stringMatching(UUID_V7),
      email,
      is_active: true,
      is_superuser: false,
      is_verified: false,
      created_at: expect.stringMatching(RFC_3339),
      updated_at: user.created_at,
    });
    const event = await client.event('after-register', ({ id }) => id === user.id);
    expect(event.source).toBe('users-api');
    expect(event.detail).toEqual({
      id: expect.stringMatching(UUID_V7),
      time: user.created_at,
      sequence: expect.any(Number),
      actor: { id: user.id, by: 'user' },
      user,
    });
  });

  test('a registration makes an ordinary user whatever the body says, and stores no unknown field', async () => {
    const email = newEmail();
    const { status, json } = await register({
      email,
      password: PASSWORD,
      id: 'mine',
      is_active: false,
      is_superuser: true,
      is_verified: 'yes',
      role: 'admin',
    });
    expect(status).toBe(201);
    expect(json).toMatchObject({ is_active: true, is_superuser: false, is_verified: false });
    expect(json).not.toHaveProperty('role');
    expect(json.id).not.toBe('mine');
  });

  test('a registration with an address that is taken is refused, in any case', async () => {
    const { email } = await client.register();
    for (const variant of [email, email.toUpperCase()]) {
      const answer = await register({ email: variant, password: OTHER_PASSWORD });
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual({ detail: 'REGISTER_USER_ALREADY_EXISTS' });
    }
    expect((await client.login(email)).status).toBe(200);
  });

  test('an internationalised domain is stored as punycode, and the whole address in lower case', async () => {
    const name = newEmail().split('@')[0];
    const { status, json } = await register({
      email: `${name}@BÜCHER.example`,
      password: PASSWORD,
    });
    expect(status).toBe(201);
    expect(json.email).toBe(`${name}@xn--bcher-kva.example`);
  });

  test.each([
    ['too short', 'seven77', 'at least 8 characters'],
    ['longer than 1,024 bytes', '密'.repeat(342), 'at most 1024 bytes in UTF-8; this one has 1026'],
    ['among the most common', 'Football', 'most common'],
  ])('a password that is %s is refused, with a reason', async (_, password, reason) => {
    const answer = await register({ email: newEmail(), password });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({
      detail: { code: 'REGISTER_INVALID_PASSWORD', reason: expect.stringContaining(reason) },
    });
  });

  test('the address is refused as a password', async () => {
    const email = newEmail();
    const answer = await register({ email, password: email.toUpperCase() });
    expect(answer.json.detail.code).toBe('REGISTER_INVALID_PASSWORD');
  });

  test('a password is taken exactly as it is: spaces, 1,024 bytes, any script', async () => {
    for (const password of [
      '  spaces around  ',
      `${'x'.repeat(1023)}y`,
      '密'.repeat(341),
      'пароль-из-слов',
      'tab\tand\r\nline break',
    ]) {
      const { email } = await client.register(newEmail(), password);
      expect((await client.login(email, password)).status).toBe(200);
      expect((await client.login(email, `${password}.`)).status).toBe(400);
      expect((await client.login(email, password.trim().slice(0, -1))).status).toBe(400);
    }
  });

  test.each([
    ' ',
    'ada @example.com',
    'ada@example.com\n',
    'ada\0@example.com',
    'ada@exa\rmple.com',
    'ada@b@example.com',
    'ådа@example.com',
    'ada',
    '@example.com',
    'ada@',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'a.'.repeat(126)}example.com`,
  ])('a registration with the address %j is 422', async (email) => {
    const answer = await register({ email, password: PASSWORD });
    expect(answer.status).toBe(422);
    expect(answer.json.detail).toEqual([
      { loc: ['body', 'email'], msg: expect.any(String), type: 'value_error' },
    ]);
  });

  test('a registration names every problem of its body at once, and coerces nothing', async () => {
    const answer = await register({ email: 7, password: null });
    expect(answer.status).toBe(422);
    expect(answer.json.detail).toEqual([
      { loc: ['body', 'email'], msg: expect.any(String), type: 'string_type' },
      { loc: ['body', 'password'], msg: expect.any(String), type: 'string_type' },
    ]);
    const missing = await register({});
    expect(missing.json.detail).toEqual([
      { loc: ['body', 'email'], msg: 'Field required', type: 'missing' },
      { loc: ['body', 'password'], msg: 'Field required', type: 'missing' },
    ]);
  });

  test('a lone surrogate in a password is refused', async () => {
    const answer = await client.send('POST', '/register', {
      body: `{"email":"${newEmail()}","password":"long enough \\ud800"}`,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(422);
    expect(answer.json.detail[0].loc).toEqual(['body', 'password']);
  });

  test('a request for an address without a user swallows nothing of its later owner’s', async () => {
    const email = newEmail();
    const ask = async (route: string, address: string) =>
      expect((await client.send('POST', route, { json: { email: address } })).status).toBe(202);
    await ask('/request-verify-token', email);
    await ask('/forgot-password', email);
    const later = await client.register(email);
    expect(await client.verifyToken(email)).toEqual(expect.any(String));
    expect(await client.resetToken(email)).toEqual(expect.any(String));
    const moved = newEmail();
    await ask('/request-verify-token', moved);
    const json = { email: moved, current_password: PASSWORD };
    const token = await client.token(email);
    expect((await client.send('PATCH', '/me', { token, json })).status).toBe(200);
    await ask('/request-verify-token', moved);
    const { detail } = await client.eventWhere(
      'after-request-verify',
      (event) => event.detail.user.email === moved,
    );
    expect(detail.user.id).toBe(later.id);
  });
}
