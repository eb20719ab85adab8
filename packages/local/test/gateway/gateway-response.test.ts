import { describe, expect, test } from '@jest/globals';
import { toResponse } from '../../src/gateway/gateway-response.ts';

const respond = (returned: unknown) => {
  const response = toResponse({ ok: true, payload: JSON.stringify(returned) });
  return { ...response, body: response.body.toString() };
};

describe('a response in payload format 2.0', () => {
  test('passes status, headers, cookies and body', () => {
    expect(
      respond({
        statusCode: 201,
        headers: { 'Content-Type': 'application/json', 'X-Number': 1 },
        cookies: ['a=1', 'b=2'],
        body: '{}',
      }),
    ).toEqual({
      status: 201,
      headers: { 'content-type': 'application/json', 'x-number': '1' },
      cookies: ['a=1', 'b=2'],
      body: '{}',
    });
  });

  test('decodes a base64 body', () => {
    expect(respond({ statusCode: 200, body: 'w7w=', isBase64Encoded: true }).body).toBe('ü');
  });

  test('is plain text when the function does not say otherwise, and untyped when empty', () => {
    expect(respond({ statusCode: 200, body: 'a' }).headers).toEqual({
      'content-type': 'text/plain;charset=UTF-8',
    });
    expect(respond({ statusCode: 204 }).headers).toEqual({});
  });

  test.each([
    ['an object', { a: 1 }, '{"a":1}'],
    ['a string', 'Hello', 'Hello'],
    ['nothing', null, 'null'],
  ])('is 200 and JSON when the function returns %s without a status', (_, returned, body) => {
    expect(respond(returned)).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      cookies: [],
      body,
    });
  });

  test.each([
    ['a status that is no number', { statusCode: 'fine' }],
    ['a status out of range', { statusCode: 99 }],
    ['a body that is no string', { statusCode: 200, body: { a: 1 } }],
    ['headers that are no object', { statusCode: 200, headers: 'a: 1' }],
    ['a header with a list', { statusCode: 200, headers: { a: ['1'] } }],
    ['a header with a line break', { statusCode: 200, headers: { a: 'b\r\nc: d' } }],
    ['a header without a name', { statusCode: 200, headers: { '': 'b' } }],
    ['cookies that are no strings', { statusCode: 200, cookies: [1] }],
  ])('is 500 for %s', (_, returned) => {
    expect(respond(returned)).toEqual({
      status: 500,
      headers: { 'content-type': 'application/json' },
      cookies: [],
      body: '{"message":"Internal Server Error"}',
    });
  });

  test('is 500 when the function failed', () => {
    const error = { errorType: 'Error', errorMessage: 'secret' };
    const response = toResponse({ ok: false, error });
    expect(response.status).toBe(500);
    expect(response.body.toString()).toBe('{"message":"Internal Server Error"}');
  });

  test('leaves the length of the body and the connection to the server', () => {
    const headers = {
      'Content-Length': '999',
      Connection: 'close',
      'transfer-encoding': 'chunked',
    };
    expect(respond({ statusCode: 200, headers, body: '' }).headers).toEqual({});
  });
});
