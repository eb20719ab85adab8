import { describe, expect, test } from '@jest/globals';
import { readUrlencoded } from '../../../lambda/http/urlencoded.ts';

describe('an urlencoded form', () => {
  test.each([
    '',
    '&',
    'a=1&b=2',
    'a=1&a=2',
    'a',
    '=a',
    'a==b=',
    'a=+%2B+',
    'a+b=%26%3D',
    'a=100%',
    'a=%zz%4',
    'a=%C3%BC%e2%82%ac%F0%9F%A6%8A',
    'a=ü€🦊',
    'a=%00',
    'a=%EF%BF%BD',
    'a=%EF%BB%BFx',
    'a=1;b=2',
  ])('of UTF-8 is read as URLSearchParams reads it: %j', (text) => {
    expect(readUrlencoded(text)).toEqual([...new URLSearchParams(text)]);
  });

  test.each([
    ['a byte of Latin-1', 'a=%FC'],
    ['a character that ends too soon', 'a=%E2%82'],
    ['a byte that only goes on', 'a=%80'],
    ['an overlong form', 'a=%C0%AF'],
    ['a surrogate', 'a=%ED%A0%80'],
    ['what is no code point', 'a=%F4%90%80%80'],
    ['a byte of Latin-1 in a name', 'p%E4ssword=x'],
  ])('with %s is not read', (_, text) => {
    expect(readUrlencoded(text)).toBeUndefined();
  });
});
