import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { publicAction } from '../../../lambda/actions/public.ts';
import { runtime } from '../../../lambda/composition/runtime.ts';
import { forms } from '../../../lambda/http/forms.ts';
import { takes } from '../../../lambda/http/takes.ts';
import { verify } from '../../../lib/contract/verification.ts';
import type { TestRequest } from '../../support/runtime/api-event.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { invoke } from '../../support/runtime/invoke.ts';

const LIMIT = 16 * 1024;
const schema = z.object({ username: z.string(), password: z.string() });
const FIELDS = { username: 'ada', password: 'secret' };
const FORM = 'application/x-www-form-urlencoded';

const handler = publicAction(
  runtime({}),
  verify,
  { body: takes(schema, { forms }) },
  async ({ input }) => ({ statusCode: 200, body: input }),
);
const form = (request: TestRequest) => invoke(handler, { method: 'POST', ...request });
const base64 = (bytes: Uint8Array | string) => ({
  body: Buffer.from(bytes).toString('base64'),
  isBase64Encoded: true,
});

capturedLog();

describe('a form', () => {
  const boundary = 'BoUnDaRy';
  const multipart = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  const part = (name: string, value: string, more = '') =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
  const urlencoded = { 'content-type': FORM };

  test.each([FORM, `${FORM}; charset=UTF-8`, 'Application/X-WWW-Form-Urlencoded'])(
    'is read as %s',
    async (type) => {
      const body = 'username=a%2Bda%40example.com&password=s+e%26%C3%BC';
      const answer = await form({ ...base64(body), headers: { 'content-type': type } });
      expect(answer.body).toEqual({ username: 'a+da@example.com', password: 's e&ü' });
    },
  );

  test('is read as multipart', async () => {
    const body = `${part('username', 'ada')}${part('password', ' s=ü& ')}--${boundary}--\r\n`;
    const answer = await form({ ...base64(body), headers: multipart });
    expect(answer.body).toEqual({ username: 'ada', password: ' s=ü& ' });
  });

  describe('whose bytes are not UTF-8 is 422, never read with U+FFFD:', () => {
    const unreadable = [{ loc: ['body'], msg: 'Body should be a readable form', type: 'missing' }];
    const bytes = (text: string) => Buffer.from(text, 'latin1');

    test.each([
      ['an escaped byte of Latin-1', urlencoded, bytes('username=ada&password=secret%FC')],
      ['a byte of Latin-1', urlencoded, bytes('username=ada&password=secret\xfc')],
      [
        'a part in Latin-1',
        multipart,
        bytes(`${part('username', 'ada')}${part('password', 'secret\xfc')}--${boundary}--\r\n`),
      ],
      [
        'a file that nobody asked for',
        multipart,
        bytes(`${part('photo', '\x89PNG', '; filename="a.png"')}--${boundary}--\r\n`),
      ],
    ])('%s', async (_, headers, body) => {
      const answer = await form({ ...base64(body), headers });
      expect({ status: answer.statusCode, detail: answer.body.detail }).toEqual({
        status: 422,
        detail: unreadable,
      });
    });

    test('the character itself is text like any other', async () => {
      const answer = await form({
        ...base64('username=ada&password=%EF%BF%BD'),
        headers: urlencoded,
      });
      expect(answer.body).toEqual({ username: 'ada', password: '\ufffd' });
    });
  });

  test('is multipart whose boundary is quoted, as .NET writes it, and may be in an address', async () => {
    const body = [
      '--held out',
      'Content-Disposition: form-data; name=username',
      '',
      'ada@held out.example',
      '--held out',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Disposition: form-data; name=password',
      '',
      'secret',
      '--held out--',
    ].join('\r\n');
    const headers = { 'content-type': 'multipart/form-data; boundary="held out"' };
    const { body: fields } = await form({ ...base64(body), headers });
    expect(fields).toEqual({ username: 'ada@held out.example', password: 'secret' });
  });

  test('is of no other type', async () => {
    for (const type of ['text/plain', 'application/xml', 'multipart/mixed']) {
      const answer = await form({ body: 'username=ada', headers: { 'content-type': type } });
      expect({ type, statusCode: answer.statusCode }).toEqual({ type, statusCode: 415 });
    }
  });

  test('may be JSON all the same', async () => {
    expect((await form({ json: FIELDS })).body).toEqual(FIELDS);
  });

  test('without a field is 422 for that field', async () => {
    const answer = await form({ body: 'username=ada&grant_type=password', headers: urlencoded });
    expect(answer.statusCode).toBe(422);
    expect(answer.body.detail).toEqual([
      { loc: ['body', 'password'], msg: 'Field required', type: 'missing' },
    ]);
  });

  test('with a field given twice is 422', async () => {
    const body = 'username=ada&username=root&password=secret';
    const answer = await form({ body, headers: urlencoded });
    expect(answer.statusCode).toBe(422);
    expect(answer.body.detail).toMatchObject([{ loc: ['body', 'username'], type: 'string_type' }]);
  });

  test('with a file for a field is 422', async () => {
    const file = part('password', 'secret', '; filename="password.txt"');
    const body = `${part('username', 'ada')}${file}--${boundary}--\r\n`;
    const answer = await form({ ...base64(body), headers: multipart });
    expect(answer.statusCode).toBe(422);
    expect(answer.body.detail).toMatchObject([{ loc: ['body', 'password'], type: 'string_type' }]);
  });

  test.each([
    ['has no boundary', 'multipart/form-data', part('username', 'ada')],
    ['has another boundary', 'multipart/form-data; boundary=other', part('username', 'ada')],
    ['does not end', multipart['content-type'], part('username', 'ada').slice(0, -10)],
  ])('that %s is 422', async (_, type, body) => {
    const answer = await form({ ...base64(body), headers: { 'content-type': type } });
    expect(answer.statusCode).toBe(422);
    expect(answer.body.detail).toEqual([
      { loc: ['body'], msg: 'Body should be a readable form', type: 'missing' },
    ]);
  });

  test('that is empty is 422 missing, and that is too large is 413', async () => {
    expect((await form({ headers: urlencoded })).body.detail).toMatchObject([{ type: 'missing' }]);
    const body = `username=ada&password=${'x'.repeat(LIMIT)}`;
    expect((await form({ body, headers: urlencoded })).statusCode).toBe(413);
  });
});
