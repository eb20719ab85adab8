import { describe, expect, test } from '@jest/globals';
import { isSafeMethod, isSameOrigin } from '../../../lambda/auth/same-origin.ts';
import { apiEvent } from '../../support/runtime/api-event.ts';

const ALLOWED = ['https://app.example.org', 'http://localhost:5173'];

function passes(headers: Record<string, string>, domainName = 'api.example.com'): boolean {
  return isSameOrigin(apiEvent({ headers, domainName }), ALLOWED);
}

describe('Sec-Fetch-Site without an Origin', () => {
  test.each([
    ['same-origin', true],
    ['none', false],
    ['same-site', false],
    ['cross-site', false],
    ['', false],
    ['something-new', false],
  ])('of %j passes: %s', (site, expected) => {
    expect(passes({ 'sec-fetch-site': site })).toBe(expected);
  });
});

describe.each([undefined, 'same-origin', 'same-site', 'cross-site', 'none'])(
  'an Origin beside Sec-Fetch-Site %s',
  (site) => {
    const from = (origin: string) =>
      passes({ ...(site !== undefined && { 'sec-fetch-site': site }), origin });

    test('passes if it is the API’s own or a listed one', () => {
      for (const origin of ['https://api.example.com', ...ALLOWED]) {
        expect({ origin, passes: from(origin) }).toEqual({ origin, passes: true });
      }
    });

    test('does not pass if it is any other', () => {
      for (const origin of ['https://evil.example', 'https://example.com', 'null', '']) {
        expect({ origin, passes: from(origin) }).toEqual({ origin, passes: false });
      }
    });
  },
);

describe('an Origin', () => {
  test.each([
    ['https://api.example.com', true],
    ['https://app.example.org', true],
    ['http://localhost:5173', true],
    ['http://api.example.com', false],
    ['https://api.example.com:8443', false],
    ['https://api.example.com.evil.example', false],
    ['https://evil.example/https://api.example.com', false],
    ['https://app.example.org.evil.example', false],
    ['https://example.com', false],
    ['http://localhost', false],
    ['null', false],
    ['', false],
  ])('of %s passes: %s', (origin, expected) => {
    expect(passes({ origin })).toBe(expected);
  });

  test('is compared under the protocol by which the request came', () => {
    const domainName = '127.0.0.1:3000';
    const forwarded = { 'x-forwarded-proto': 'http' };
    expect(passes({ ...forwarded, origin: 'http://127.0.0.1:3000' }, domainName)).toBe(true);
    expect(passes({ ...forwarded, origin: 'https://127.0.0.1:3000' }, domainName)).toBe(false);
    expect(passes({ ...forwarded, origin: 'http://127.0.0.1:3001' }, domainName)).toBe(false);
  });
});

describe('a request that says nothing of where it comes from', () => {
  test('does not pass, even with a Referer', () => {
    expect(passes({})).toBe(false);
    expect(passes({ referer: 'https://api.example.com/' })).toBe(false);
  });
});

test.each([
  ['GET', true],
  ['HEAD', true],
  ['OPTIONS', true],
  ['POST', false],
  ['PATCH', false],
  ['PUT', false],
  ['DELETE', false],
])('the method %s is safe: %s', (method, expected) => {
  expect(isSafeMethod(method)).toBe(expected);
});
