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
])('nobody is sent on to %j', (given) => {
  expect(nextOf(given, pages)).toBeUndefined();
});
