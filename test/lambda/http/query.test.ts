import { describe, expect, test } from '@jest/globals';
import { ValidationError } from '../../../lambda/http/errors.ts';
import { readQuery, singleParameter } from '../../../lambda/http/query.ts';
import { apiEvent } from '../../support/runtime/api-event.ts';

describe('readQuery', () => {
  test.each([
    ['', {}],
    ['limit=5&cursor=a.b.c', { limit: '5', cursor: 'a.b.c' }],
    ['email=a%2Bb%40example.com&limit', { email: 'a+b@example.com', limit: '' }],
    ['%6Cimit=5', { limit: '5' }],
  ])('reads %j', (query, expected) => {
    expect(readQuery(apiEvent({ query }))).toEqual(expected);
  });

  test('keeps a comma in a value, which API Gateway’s own map would confuse with a second one', () => {
    expect(readQuery(apiEvent({ query: 'email=a,b' }))).toEqual({ email: 'a,b' });
  });

  test.each(['limit=5&limit=6', 'limit=5&limit=5', 'limit=&limit=', 'limit=5&%6Cimit=6'])(
    'refuses %s, which gives a parameter twice',
    (query) => {
      expect(() => readQuery(apiEvent({ query }))).toThrow(ValidationError);
    },
  );

  test('names every parameter that is given twice, once', () => {
    const query = 'a=1&a=2&a=3&b=1&c=1&c=2';
    const problem = { msg: 'Parameter should be given once', type: 'repeated' };
    expect.assertions(1);
    try {
      readQuery(apiEvent({ query }));
    } catch (error) {
      expect(error).toMatchObject({
        problems: [
          { loc: ['query', 'a'], ...problem },
          { loc: ['query', 'c'], ...problem },
        ],
      });
    }
  });
});

test('singleParameter gives the value of a parameter that is given once', () => {
  const value = (query: string) => singleParameter(apiEvent({ query }), 'email');
  expect(value('email=a%40b&limit=1')).toBe('a@b');
  expect(value('limit=1')).toBeUndefined();
  expect(value('email=a&email=a')).toBeUndefined();
});
