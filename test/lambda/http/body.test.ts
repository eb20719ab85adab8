import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { publicAction } from '../../../lambda/actions/public.ts';
import { runtime } from '../../../lambda/composition/runtime.ts';
import { takes } from '../../../lambda/http/takes.ts';
import { verify } from '../../../lib/contract/verification.ts';
import type { TestRequest } from '../../support/runtime/api-event.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { invoke } from '../../support/runtime/invoke.ts';

const LIMIT = 16 * 1024;
const schema = z.object({ username: z.string(), password: z.string() });
const FIELDS = { username: 'ada', password: 'secret' };
const TEXT = JSON.stringify(FIELDS);
const JSON_HEADERS = { 'content-type': 'application/json' };
const FORM = 'application/x-www-form-urlencoded';

const echo = publicAction(runtime({}), verify, { body: takes(schema) }, async ({ input }) => ({
  statusCode: 200,
  body: input,
}));
const sent = (request: TestRequest) => invoke(echo, { method: 'POST', ...request });
const base64 = (bytes: Uint8Array | string) => ({
  body: Buffer.from(bytes).toString('base64'),
  isBase64Encoded: true,
});
/** A valid body of this many bytes. */
const ofSize = (bytes: number) => TEXT.padEnd(bytes, ' ');

capturedLog();

describe('a body', () => {
  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'APPLICATION/JSON;CHARSET=UTF-8',
    'application/json ; charset="utf-8"',
    'application/json; charset=utf8',
    'application/json; profile=x',
  ])('is read as %s', async (type) => {
    const { statusCode, body } = await sent({ body: TEXT, headers: { 'content-type': type } });
    expect({ statusCode, body }).toEqual({ statusCode: 200, body: FIELDS });
  });

  test('is read from base64', async () => {
    expect((await sent({ ...base64(TEXT), headers: JSON_HEADERS })).body).toEqual(FIELDS);
  });

  test('loses the fields that the schema does not know', async () => {
    const { body } = await sent({ json: { ...FIELDS, is_superuser: true, constructor: 1 } });
    expect(body).toEqual(FIELDS);
    const evil = `{"__proto__": {"username": "root"}, ${TEXT.slice(1)}`;
    expect((await sent({ body: evil, headers: JSON_HEADERS })).body).toEqual(FIELDS);
  });

  test('may begin with a byte order mark', async () => {
    expect((await sent({ body: `\uFEFF${TEXT}`, headers: JSON_HEADERS })).statusCode).toBe(200);
  });

  describe('of another type', () => {
    test.each([
      'text/plain',
      'application/jsonp',
      'application/json-patch+json',
      'application/json; charset=iso-8859-1',
      'application/json, application/json',
      FORM,
      'multipart/form-data; boundary=x',
      '',
    ])('is 415: %j', async (type) => {
      const { statusCode, body } = await sent({ body: TEXT, headers: { 'content-type': type } });
      expect({ statusCode, body }).toEqual({
        statusCode: 415,
        body: { detail: 'UNSUPPORTED_MEDIA_TYPE' },
      });
    });

    test('is 415 without a content type', async () => {
      expect((await sent({ body: TEXT })).statusCode).toBe(415);
    });
  });

  describe('that is too large', () => {
    test('is 413 from one byte more than 16 KiB on', async () => {
      const exactly = await sent({ body: ofSize(LIMIT), headers: JSON_HEADERS });
      expect(exactly.statusCode).toBe(200);
      const { statusCode, body } = await sent({ body: ofSize(LIMIT + 1), headers: JSON_HEADERS });
      expect({ statusCode, body }).toEqual({
        statusCode: 413,
        body: { detail: 'CONTENT_TOO_LARGE' },
      });
    });

    test('is measured in bytes, not in characters', async () => {
      const body = JSON.stringify({ ...FIELDS, more: 'ü'.repeat(LIMIT / 2) });
      expect(body.length).toBeLessThan(LIMIT);
      expect((await sent({ body, headers: JSON_HEADERS })).statusCode).toBe(413);
    });

    test('is measured after base64', async () => {
      const exactly = await sent({ ...base64(ofSize(LIMIT)), headers: JSON_HEADERS });
      expect(exactly.statusCode).toBe(200);
      const larger = await sent({ ...base64(ofSize(LIMIT + 1)), headers: JSON_HEADERS });
      expect(larger.statusCode).toBe(413);
    });

    test('is 413 before its type or its fields are looked at', async () => {
      const body = 'x'.repeat(LIMIT + 1);
      expect((await sent({ body })).statusCode).toBe(413);
      expect((await sent({ body, headers: { 'content-type': 'text/plain' } })).statusCode).toBe(
        413,
      );
      expect((await sent({ body, headers: JSON_HEADERS })).statusCode).toBe(413);
    });
  });

  describe('that cannot be read', () => {
    test.each([
      ['empty', ''],
      ['absent', undefined],
    ])('is 422 missing when it is %s, with or without a type', async (_, body) => {
      for (const headers of [JSON_HEADERS, {}]) {
        const answer = await sent({ body, headers });
        expect(answer.statusCode).toBe(422);
        expect(answer.body.detail).toEqual([
          { loc: ['body'], msg: 'Field required', type: 'missing' },
        ]);
      }
    });

    test.each([
      ['no JSON', 'username=ada'],
      ['spaces', '   '],
      ['JSON that ends too soon', TEXT.slice(0, -1)],
      ['JSON with something behind', `${TEXT}x`],
    ])('is 422 json_invalid when it is %s', async (_, body) => {
      const answer = await sent({ body, headers: JSON_HEADERS });
      expect(answer.statusCode).toBe(422);
      expect(answer.body.detail).toEqual([
        { loc: ['body'], msg: 'Body should be valid JSON in UTF-8', type: 'json_invalid' },
      ]);
    });

    test.each(['null', '[]', `[${TEXT}]`, '"text"', '7', 'true'])(
      'is 422 json_invalid when it is %s, which is no object',
      async (body) => {
        const answer = await sent({ body, headers: JSON_HEADERS });
        expect(answer.statusCode).toBe(422);
        expect(answer.body.detail).toEqual([
          { loc: ['body'], msg: 'Body should be a JSON object', type: 'json_invalid' },
        ]);
      },
    );

    test('is 422 json_invalid when it came as text with U+FFFD, unless that is escaped', async () => {
      const body = JSON.stringify({ ...FIELDS, password: 'secret of \ufffd' });
      const replaced = await sent({ body, headers: JSON_HEADERS });
      const escaped = await sent({
        body: body.replace('\ufffd', '\\ufffd'),
        headers: JSON_HEADERS,
      });
      const asBytes = await sent({ ...base64(body), headers: JSON_HEADERS });
      const statuses = {
        replaced: replaced.statusCode,
        escaped: escaped.statusCode,
        asBytes: asBytes.statusCode,
      };
      expect(statuses).toEqual({ replaced: 422, escaped: 200, asBytes: 200 });
    });

    test('is 422 json_invalid when it is not UTF-8', async () => {
      const latin1 = Buffer.from(JSON.stringify({ ...FIELDS, username: 'adä' }), 'latin1');
      const answer = await sent({ ...base64(latin1), headers: JSON_HEADERS });
      expect(answer.body.detail).toMatchObject([{ loc: ['body'], type: 'json_invalid' }]);
    });
  });
});

describe('a body that may be left out', () => {
  const optional = z.object({ name: z.optional(z.string()), code: z.optional(z.string()) });
  const send = (schema: z.ZodMiniType, request: TestRequest = {}) =>
    invoke(
      publicAction(
        runtime({}),
        verify,
        { body: takes(schema, { optional: true }) },
        async ({ input }) => ({
          statusCode: 200,
          body: input,
        }),
      ),
      { method: 'POST', ...request },
    );

  test('is one without fields, of whatever type it says to be', async () => {
    const typed = { headers: { 'content-type': 'text/plain' } };
    for (const { statusCode, body } of [await send(optional), await send(optional, typed)]) {
      expect({ statusCode, body }).toEqual({ statusCode: 200, body: {} });
    }
  });

  test('lacks the fields that it needs all the same', async () => {
    const { statusCode, body } = await send(schema);
    expect({ statusCode, detail: body.detail[0] }).toEqual({
      statusCode: 422,
      detail: { loc: ['body', 'username'], msg: 'Field required', type: 'missing' },
    });
  });

  test('is read as any other where it is there', async () => {
    expect((await send(optional, { json: { name: 'ada' } })).body).toEqual({ name: 'ada' });
    const headers = { 'content-type': 'text/plain' };
    expect((await send(optional, { body: '{}', headers })).statusCode).toBe(415);
  });
});
