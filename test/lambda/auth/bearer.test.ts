import { describe, expect, test } from '@jest/globals';
import { bearerTransport } from '../../../lambda/auth/bearer.ts';

const read = (authorization?: string) =>
  bearerTransport.read({ headers: authorization === undefined ? {} : { authorization } });

describe('the bearer transport', () => {
  test.each(['Bearer', 'bearer', 'BEARER', 'bEaReR'])('reads a token behind %s', (scheme) => {
    expect(read(`${scheme} abc.DEF-1_~+/==`)).toEqual({ credential: 'abc.DEF-1_~+/==' });
  });

  test('reads a token behind any number of spaces', () => {
    expect(read('Bearer   token')).toEqual({ credential: 'token' });
  });

  test('reads nothing where there is no header', () => {
    expect(read()).toBeUndefined();
  });

  test.each([
    ['an empty header', ''],
    ['another scheme', 'Basic dXNlcjpwYXNz'],
    ['another scheme that begins so', 'Bearers token'],
    ['another scheme without anything behind', 'token'],
    [
      'another scheme first, of two headers that API Gateway joins',
      'Basic dXNlcjpwYXNz,Bearer token',
    ],
    ['what is no scheme', '"Bearer" token'],
    ['a space before', ' Bearer token'],
  ])('finds no credential of its own in %s', (_, authorization) => {
    expect(read(authorization)).toBeUndefined();
  });

  test.each([
    ['only the scheme', 'Bearer'],
    ['no token', 'Bearer '],
    ['only the scheme and spaces', 'Bearer   '],
    ['the scheme and a comma', 'Bearer,token'],
    ['a tab', 'Bearer\ttoken'],
    ['two tokens', 'Bearer one two'],
    ['a space behind', 'Bearer token '],
    ['two headers, which API Gateway joins', 'Bearer one,Bearer two'],
    ['a quoted token', 'Bearer "token"'],
    ['a padding inside', 'Bearer to=ken'],
    ['a line feed', 'Bearer token\n'],
    ['what is not ASCII', 'Bearer tökén'],
  ])('says that %s is malformed', (_, authorization) => {
    expect(read(authorization)).toBe('malformed');
  });

  test('answers a login as OAuth does', () => {
    expect(bearerTransport.respond({ credential: 'token', lifetime: 3600 })).toEqual({
      statusCode: 200,
      body: { access_token: 'token', token_type: 'bearer', expires_in: 3600 },
    });
  });

  test('answers with the refresh token as well, and with its lifetime', () => {
    const refresh = { token: 'next', lifetime: 90 };
    const issued = { credential: 'token', lifetime: 60, refresh };
    expect(bearerTransport.respond(issued).body).toEqual({
      access_token: 'token',
      token_type: 'bearer',
      expires_in: 60,
      refresh_token: 'next',
      refresh_expires_in: 90,
    });
  });

  test('reads a refresh token only from the body', () => {
    const headers = { authorization: 'Bearer token' };
    const read = (body?: { refresh_token: string }) =>
      bearerTransport.readRefreshToken({ headers }, body);
    expect({ given: read({ refresh_token: 'next' }), absent: read() }).toEqual({
      given: 'next',
      absent: undefined,
    });
  });

  test('answers a logout with nothing to take back', () => {
    expect(bearerTransport.clear()).toEqual({ statusCode: 204 });
  });

  test('challenges by its scheme, and is not sent by a browser on its own', () => {
    expect(bearerTransport.challenge).toBe('Bearer');
    expect(bearerTransport.ambient).toBe(false);
  });
});
