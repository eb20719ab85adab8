import { describe, expect, test } from '@jest/globals';
import { COMPOSED, DECOMPOSED, PASSWORD } from '../../support/passwords.ts';
import { Client, newEmail, seen } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const BAD_CREDENTIALS = { status: 400, json: { detail: 'LOGIN_BAD_CREDENTIALS' } };

/** What is a password, and when two texts are the same one. */
export function passwordCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  const register = (password: string, email = newEmail()) =>
    client.send('POST', '/register', { json: { email, password } });
  const refused = (reason: string) => ({
    status: 400,
    json: { detail: { code: 'REGISTER_INVALID_PASSWORD', reason } },
  });
  const loginWith = (body: RequestInit['body'], headers: Record<string, string>) =>
    client.send('POST', '/login/jwt', { body, headers });

  test.each([
    ['\0'.repeat(8), 8],
    ['abc\0abc\0abc', 2],
  ])('a new password with U+0000 is refused: %j', async (password, count) => {
    expect(seen(await register(password))).toEqual(
      refused(`Password should not contain the character U+0000; this one has ${count}`),
    );
  });

  test('a login with U+0000 never matches, also where bcrypt would take it for the password', async () => {
    const { email } = await client.register();
    for (const password of [`${PASSWORD}\0${PASSWORD}`, `${PASSWORD}\0`, '\0', '']) {
      expect(seen(await client.login(email, password))).toEqual(BAD_CREDENTIALS);
    }
    expect((await client.login(email)).status).toBe(200);
  });

  test('a password is the same one however its characters are composed', async () => {
    for (const [set, typed] of [
      [COMPOSED, DECOMPOSED],
      [DECOMPOSED, COMPOSED],
    ] as const) {
      const { email } = await client.register(newEmail(), set);
      const token = await client.token(email, typed);
      expect((await client.login(email, set)).status).toBe(200);
      const json = { password: PASSWORD, current_password: typed };
      expect((await client.send('PATCH', '/me', { token, json })).status).toBe(200);
    }
  });

  test('a lone surrogate is 422, as a new password and at login', async () => {
    const { email } = await client.register();
    const problem = [{ loc: ['body', 'password'], type: 'string_unicode' }];
    const answers = [
      await register('\ud800 correct horse'),
      await client.send('POST', '/login/jwt', { json: { username: email, password: '\udc00' } }),
    ];
    for (const { status, json } of answers) {
      expect(status).toBe(422);
      expect(json.detail).toMatchObject(problem);
    }
  });

  test('parts of the address and names of the service are no passwords, case aside', async () => {
    const email = newEmail();
    const [local = '', domain = ''] = email.split('@');
    const words = {
      [local]: 'the local part of the email',
      [local.toUpperCase()]: 'the local part of the email',
      [domain]: 'the domain of the email',
      'Example.com': 'the domain of the email',
      UsersApi1: 'the name of this service',
    };
    for (const [password, what] of Object.entries(words)) {
      expect(seen(await register(password, email))).toEqual(
        refused(
          `Password should not be a part of the email or the name of this service, with any case, punctuation and digits; this one is ${what}`,
        ),
      );
    }
    expect((await register(`${domain} is where I am`, email)).status).toBe(201);
  });

  describe('a form', () => {
    const multipart = (boundary: string, fields: Record<string, string>, quote = '"') => ({
      body: [
        ...Object.entries(fields).map(
          ([name, value]) =>
            `--${boundary}\r\nContent-Disposition: form-data; name=${quote}${name}${quote}\r\n\r\n${value}\r\n`,
        ),
        `--${boundary}--\r\n`,
      ].join(''),
      headers: { 'content-type': `multipart/form-data; boundary=${quote}${boundary}${quote}` },
    });

    test.each(['"', ''])(
      'whose boundary is in the address signs in, with names in %j',
      async (quote) => {
        const email = newEmail().replace('example.com', 'heldout.example');
        await client.register(email);
        const fields = { username: email, password: PASSWORD };
        const { body, headers } = multipart('heldout', fields, quote);
        expect((await loginWith(body, headers)).status).toBe(200);
      },
    );

    test('whose bytes are not UTF-8 is 422, and no such byte matches U+FFFD', async () => {
      const email = newEmail();
      const escaped = JSON.stringify({ email, password: 'secret of ?' }).replace('?', '\\ufffd');
      const json = { 'content-type': 'application/json' };
      const registered = client.send('POST', '/register', { body: escaped, headers: json });
      expect((await registered).status).toBe(201);
      const fields = { username: email, password: 'secret of \xfc' };
      const { body, headers } = multipart('boundary', fields);
      const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
      const answers = {
        json: await loginWith(latin1(JSON.stringify(fields)), json),
        escaped: await loginWith(`username=${email}&password=secret+of+%FC`, FORM),
        urlencoded: await loginWith(latin1(`username=${email}&password=secret+of+\xfc`), FORM),
        multipart: await loginWith(latin1(body), headers),
      };
      const statuses = Object.entries(answers).map(([name, { status }]) => [name, status]);
      expect(Object.fromEntries(statuses)).toEqual({
        json: 422,
        escaped: 422,
        urlencoded: 422,
        multipart: 422,
      });
      expect((await client.login(email, 'secret of \ufffd')).status).toBe(200);
    });

    test('that has a field twice is 422', async () => {
      const { email } = await client.register();
      const twice = `username=${email}&username=${email}&password=${PASSWORD}`;
      const { body, headers } = multipart('b', { username: email, password: PASSWORD });
      const again = body.replace('--b--', multipart('b', { username: email }).body.trim());
      for (const answer of [await loginWith(twice, FORM), await loginWith(again, headers)]) {
        expect(answer.status).toBe(422);
        expect(answer.json.detail).toMatchObject([{ loc: ['body', 'username'] }]);
      }
    });
  });
}
