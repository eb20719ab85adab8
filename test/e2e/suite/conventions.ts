import { describe, expect, test } from '@jest/globals';
import { PASSWORD } from '../../support/passwords.ts';
import { type Answer, Client, newEmail, seen } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

/** The conventions of docs/http-api.md, on register for all routes with a body. */
export function conventionsCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  const post = (body: RequestInit['body'], headers: Record<string, string>) =>
    client.send('POST', '/register', { body, headers });
  const valid = () => JSON.stringify({ email: newEmail(), password: PASSWORD });
  const bodyProblem = (answer: Answer) =>
    answer.json.detail.map(({ type }: { type: string }) => type);

  describe('a body', () => {
    test.each([
      ['no JSON', '{', 'json_invalid'],
      ['an array', '[]', 'json_invalid'],
      ['null', 'null', 'json_invalid'],
      ['a string', '"text"', 'json_invalid'],
      ['not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'json_invalid'],
      ['empty', '', 'missing'],
    ])('a body that is %s is 422', async (_, body, type) => {
      const answer = await post(body, JSON_TYPE);
      expect(answer.status).toBe(422);
      expect(bodyProblem(answer)).toEqual([type]);
      expect(answer.json.detail[0].loc).toEqual(['body']);
    });

    test('a body that is absent is 422', async () => {
      const answer = await client.send('POST', '/register');
      expect({ status: answer.status, problems: bodyProblem(answer) }).toEqual({
        status: 422,
        problems: ['missing'],
      });
    });

    test.each<[string, Record<string, string>]>([
      ['text/plain', { 'content-type': 'text/plain' }],
      ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
      ['another charset', { 'content-type': 'application/json; charset=utf-16' }],
      ['a lookalike', { 'content-type': 'application/jsonp' }],
    ])('a body of type %s is 415', async (_, headers) => {
      const answer = await post(valid(), headers);
      expect(seen(answer)).toEqual({ status: 415, json: { detail: 'UNSUPPORTED_MEDIA_TYPE' } });
    });

    test('a body without a content type is 415', async () => {
      const answer = await post(new Uint8Array(Buffer.from(valid())), {});
      expect(seen(answer)).toEqual({ status: 415, json: { detail: 'UNSUPPORTED_MEDIA_TYPE' } });
    });

    test('a body over 16 KiB is 413, before its type and form are looked at', async () => {
      const answer = await post('x'.repeat(16 * 1024 + 1), { 'content-type': 'text/plain' });
      expect(seen(answer)).toEqual({ status: 413, json: { detail: 'CONTENT_TOO_LARGE' } });
      const largest = valid().padEnd(16 * 1024, ' ');
      expect((await post(largest, JSON_TYPE)).status).toBe(201);
    });

    test('a body with a charset of UTF-8 in any case is taken', async () => {
      const headers = { 'content-type': 'Application/JSON; Charset="UTF-8"' };
      expect((await post(valid(), headers)).status).toBe(201);
    });
  });

  describe('every response', () => {
    const requests: [string, string, RequestInit][] = [
      ['201', '/register', { method: 'POST', headers: JSON_TYPE }],
      ['422', '/register', { method: 'POST', headers: JSON_TYPE, body: '{}' }],
      ['401', '/me', {}],
      [
        '202',
        '/forgot-password',
        { method: 'POST', headers: JSON_TYPE, body: '{"email":"a@example.com"}' },
      ],
    ];

    test.each(requests)(
      'every response, such as %s of %s, has no-store, a request id and what browsers go by',
      async (status, path, init) => {
        const response = await fetch(`${client.system.url}${path}`, {
          ...init,
          body: status === '201' ? valid() : init.body,
        });
        expect(String(response.status)).toBe(status);
        expect(response.headers.get('cache-control')).toBe('no-store');
        expect(response.headers.get('x-request-id')).toMatch(/\S{8,}/);
        expect(response.headers.get('content-type')).toBe('application/json');
        expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000');
        expect(response.headers.get('x-content-type-options')).toBe('nosniff');
        expect(response.headers.get('content-security-policy')).toBe(
          "default-src 'none'; frame-ancestors 'none'",
        );
      },
    );
  });

  describe('an unknown route or method', () => {
    test.each([
      ['PUT', '/me'],
      ['POST', ''],
      ['GET', '/me/nothing'],
      ['POST', '/login'],
      ['POST', '/login/jwt/more'],
    ])('%s %s, which is no route, is API Gateway’s own 404', async (method, path) => {
      const answer = await client.send(method, path);
      expect(answer).toMatchObject({ status: 404, text: '{"message":"Not Found"}' });
    });
  });

  test('no response to anyone holds a hash', async () => {
    const { user, token } = await client.signedIn();
    const root = await client.superuser();
    const answers = [
      await client.send('GET', '/me', { token }),
      await client.send('GET', `/${user.id}`, { token: root.token }),
      await client.send('GET', '', { token: root.token }),
    ];
    for (const { text } of answers) expect(text).not.toMatch(/\$2[aby]\$|hash|version/);
    const events = JSON.stringify(await client.system.events());
    expect(events).not.toMatch(/\$2[aby]\$|hash/);
  });
}
