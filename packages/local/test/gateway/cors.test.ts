import { describe, expect, test } from '@jest/globals';
import { preflight, readCors, withCors } from '../../src/gateway/cors.ts';

const cors = readCors({
  AllowOrigins: ['https://app.example.com'],
  AllowMethods: ['GET', 'POST'],
  AllowHeaders: ['content-type', 'authorization'],
  ExposeHeaders: ['link'],
  AllowCredentials: true,
  MaxAge: 300,
});
const origin = 'https://app.example.com';
const response = {
  status: 200,
  headers: { 'access-control-allow-origin': 'https://own.example', 'x-other': '1' },
  cookies: [],
  body: Buffer.from(''),
};

describe('CORS of an HTTP API', () => {
  test('answers a preflight request of an allowed origin', () => {
    expect(preflight(cors, { method: 'OPTIONS', origin, requestedMethod: 'POST' })).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET,POST',
        'access-control-allow-headers': 'content-type,authorization',
        'access-control-max-age': '300',
      },
    });
  });

  test.each([
    ['another origin', { origin: 'https://evil.example', requestedMethod: 'POST' }],
    ['no origin', { origin: undefined, requestedMethod: 'POST' }],
    ['no method asked for', { origin, requestedMethod: undefined }],
  ])('answers OPTIONS with %s without CORS headers', (_, request) => {
    expect(preflight(cors, { method: 'OPTIONS', ...request })).toMatchObject({
      status: 204,
      headers: {},
    });
  });

  test('adds headers to the response and drops those of the function', () => {
    expect(withCors(cors, origin, response).headers).toEqual({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'link',
      'x-other': '1',
    });
    expect(withCors(cors, 'https://evil.example', response).headers).toEqual({ 'x-other': '1' });
  });

  test('says * when any origin is allowed, and matches a scheme', () => {
    const any = readCors({ AllowOrigins: ['*'] });
    const https = readCors({ AllowOrigins: ['https://*'] });
    const allowed = 'access-control-allow-origin';
    expect(withCors(any, origin, response).headers[allowed]).toBe('*');
    expect(withCors(https, origin, response).headers[allowed]).toBe(origin);
    expect(withCors(https, 'http://app.example.com', response).headers).toEqual({ 'x-other': '1' });
  });

  test('leaves everything to the functions when it is not configured', () => {
    expect(preflight(undefined, { method: 'OPTIONS', origin, requestedMethod: 'GET' })).toBe(
      undefined,
    );
    expect(withCors(undefined, origin, response)).toBe(response);
  });
});
