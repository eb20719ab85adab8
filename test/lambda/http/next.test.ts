import { expect, test } from '@jest/globals';
import { nextOf } from '../../../lambda/http/next.ts';

const pages = {
  url: 'https://api.example.com/users/pages',
  origins: ['https://app.example.com', 'http://localhost:5173'],
};

test.each([
  ['/app', '/app'],
  ['/users/pages/account?x=1#y', '/users/pages/account?x=1#y'],
  ['https://api.example.com/app', undefined],
  ['https://app.example.com/welcome?x=1', 'https://app.example.com/welcome?x=1'],
  ['http://localhost:5173/', 'http://localhost:5173/'],
])('a visitor who was going to %s is sent to %s', (given, expected) => {
  expect(nextOf(given, pages)).toBe(expected);
});

test.each([
  undefined,
  '',
  'app',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  'https://evil.example/app.example.com',
  'https://app.example.com.evil.example/',
  'https://app.example.com@evil.example/',
  'https://user:password@app.example.com/',
  'http://app.example.com/',
  'javascript:alert(1)',
  'data:text/html,x',
  `/${'a'.repeat(1024)}`,
  `/${'日'.repeat(400)}`,
  // What is left once the dots are gone begins with two slashes.
  '/.//evil.example',
  '/x/..//evil.example',
  '/%2e//evil.example',
  '/.\\/evil.example',
  '/.//api.example.com//evil.example',
  // Routes of the API: those that begin something at a GET most of all.
  '/users',
  '/users/me',
  '/users/associate/google/authorize',
  '/users//associate/google/authorize',
  '/%75sers/associate/google/authorize',
  '/users/pages/../associate/google/authorize',
  '/users/pages/%2e%2e/associate/google/authorize',
])('nobody is sent on to %j', (given) => {
  expect(nextOf(given, pages)).toBeUndefined();
});

test('where the API has the root of its host, nobody is sent on to a login at a provider', () => {
  const root = { ...pages, url: 'https://api.example.com/pages' };
  const given = [
    '/auth/associate/google/authorize',
    '/auth//google/callback/',
    '/orders',
    '/pages/account',
  ];
  expect(given.map((each) => nextOf(each, root))).toEqual([
    undefined,
    undefined,
    '/orders',
    '/pages/account',
  ]);
});

test('where somebody is sent on to is where they are sent on to again', () => {
  for (const given of ['/a/./b', '/a/%2e%2e/b', '/a?b=//c', '/日', '/a//b']) {
    const next = nextOf(given, pages);
    expect(next).toBeDefined();
    expect(nextOf(next, pages)).toBe(next);
    expect(new URL(next ?? '', pages.url).origin).toBe('https://api.example.com');
  }
});
