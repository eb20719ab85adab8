import { describe, expect, test } from '@jest/globals';
import { parseHeader } from '../../../lambda/http/header-parameters.ts';

const parsed = (text: string) => {
  const header = parseHeader(text);
  return header && { value: header.value, ...Object.fromEntries(header.parameters) };
};

describe('a header with parameters', () => {
  test.each<[text: string, expected: Record<string, string>]>([
    ['text/html', { value: 'text/html' }],
    ['', { value: '' }],
    ['Text/HTML;', { value: 'text/html' }],
    ['text/html; ; charset=utf-8', { value: 'text/html', charset: 'utf-8' }],
    ['text/html ; Charset = "UTF-8" ; x=y', { value: 'text/html', charset: 'UTF-8', x: 'y' }],
    ['form-data; name=username', { value: 'form-data', name: 'username' }],
    ['form-data; name="a;b=\\"c\\\\"', { value: 'form-data', name: 'a;b="c\\' }],
    ["form-data; filename*=UTF-8''x", { value: 'form-data', 'filename*': "UTF-8''x" }],
    ['a/b; boundary=----x/y+z?', { value: 'a/b', boundary: '----x/y+z?' }],
    ['a/b; x=', { value: 'a/b', x: '' }],
  ])('is read: %j', (text, expected) => {
    expect(parsed(text)).toEqual(expected);
  });

  test.each([
    'a/b; name',
    'a/b; =x',
    'a/b; name="open',
    'a/b; name="x"y',
    'a/b; name=x y',
    'a/b; name=x; NAME=x',
    'a/b; näme=x',
  ])('is not read where it is malformed or ambiguous: %j', (text) => {
    expect(parseHeader(text)).toBeUndefined();
  });
});
