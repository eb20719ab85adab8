import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { ValidationError } from '../../../lambda/http/errors.ts';
import { email, integer, password, validate } from '../../../lambda/http/validation.ts';

const schema = z.object({
  email,
  password,
  token: z.optional(z.string()),
  flag: z.optional(z.boolean()),
});
const VALID = { email: 'Ada@Example.com', password: ' Pässword ' };

function problemsOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof ValidationError) return error.problems;
    throw error;
  }
  throw new Error('the input was taken');
}

const problems = (input: Record<string, unknown>) =>
  problemsOf(() => validate(schema, { ...VALID, ...input }, 'body'));

describe('validate', () => {
  test('gives the address in its stored form and the password as it is', () => {
    expect(validate(schema, VALID, 'body')).toEqual({
      email: 'ada@example.com',
      password: ' Pässword ',
    });
  });

  test('drops what the schema does not know', () => {
    expect(validate(schema, { ...VALID, id: 'mine', is_superuser: true }, 'body')).toEqual({
      email: 'ada@example.com',
      password: ' Pässword ',
    });
  });

  test('names every problem at once', () => {
    expect(problemsOf(() => validate(schema, { token: 7, flag: 'true' }, 'body'))).toEqual([
      { loc: ['body', 'email'], msg: 'Field required', type: 'missing' },
      { loc: ['body', 'password'], msg: 'Field required', type: 'missing' },
      { loc: ['body', 'token'], msg: 'Input should be a valid string', type: 'string_type' },
      { loc: ['body', 'flag'], msg: 'Input should be a valid boolean', type: 'bool_type' },
    ]);
  });

  test.each(['true', 'false', 1, 0, null, [], {}])('takes %j for no boolean', (flag) => {
    expect(problems({ flag })).toEqual([
      { loc: ['body', 'flag'], msg: 'Input should be a valid boolean', type: 'bool_type' },
    ]);
  });

  test.each([7, true, null, [], {}, ['text']])('takes %j for no string, nowhere', (value) => {
    for (const field of ['email', 'password', 'token']) {
      expect(problems({ [field]: value })).toEqual([
        { loc: ['body', field], msg: 'Input should be a valid string', type: 'string_type' },
      ]);
    }
  });

  test('says that an address is invalid, and does not repeat it', () => {
    expect(problems({ email: 'ada@example.com\nbcc: x' })).toEqual([
      {
        loc: ['body', 'email'],
        msg: 'Input should be one email address, such as name@example.com',
        type: 'value_error',
      },
    ]);
  });

  test.each([
    ['\uD800', 1],
    ['pass\uDC00word 🦊', 1],
    ['\uDC00\uD800', 2],
  ])('takes no password with a lone surrogate (%j)', (value, count) => {
    expect(problems({ password: value })).toEqual([
      {
        loc: ['body', 'password'],
        msg: `Input should be a valid Unicode string, without lone surrogates; this one has ${count}`,
        type: 'string_unicode',
      },
    ]);
  });

  test('takes every other password', () => {
    for (const value of ['', '\u0000', '🦊', '\uFFFD', 'e\u0301']) {
      expect(validate(schema, { ...VALID, password: value }, 'body').password).toBe(value);
    }
  });

  test('sees no field in what an object inherits', () => {
    const named = z.object({ toString: z.string(), constructor: z.string() });
    expect(
      problemsOf(() => validate(named, {}, 'query')).map(({ loc, type }) => [loc, type]),
    ).toEqual([
      [['query', 'toString'], 'missing'],
      [['query', 'constructor'], 'missing'],
    ]);
  });
});

test('any other problem of a schema is a value_error in its own words', () => {
  const strange = z.object({
    words: z.array(z.string()),
    whole: z.int(),
    list: z.array(z.string(), 'Not a list'),
    choice: z.enum(['a', 'b'], 'Neither a nor b'),
    refined: z.string().check(z.refine(() => false, { message: 'Never' })),
  });
  const input = { words: ['x', 7], whole: 1.5, list: 'x', choice: 'c', refined: 'x' };
  expect(problemsOf(() => validate(strange, input, 'body'))).toEqual([
    { loc: ['body', 'words', 1], msg: 'Input should be a valid string', type: 'string_type' },
    { loc: ['body', 'whole'], msg: 'Input should be a valid integer', type: 'int_parsing' },
    { loc: ['body', 'list'], msg: 'Not a list', type: 'value_error' },
    { loc: ['body', 'choice'], msg: 'Neither a nor b', type: 'value_error' },
    { loc: ['body', 'refined'], msg: 'Never', type: 'value_error' },
  ]);
});

test('a schema’s problem with a body as a whole names no field', () => {
  const never = z.object({}).check(z.refine(() => false, { message: 'Never' }));
  expect(problemsOf(() => validate(never, {}, 'body'))).toEqual([
    { loc: ['body'], msg: 'Never', type: 'value_error' },
  ]);
});

describe('integer', () => {
  const query = z.object({ limit: z.optional(integer({ minimum: 1, maximum: 100 })) });
  const read = (limit?: string) => validate(query, limit === undefined ? {} : { limit }, 'query');

  test.each([
    ['1', 1],
    ['50', 50],
    ['100', 100],
    ['007', 7],
  ])('reads %s', (text, expected) => {
    expect(read(text)).toEqual({ limit: expected });
  });

  test('may be left out where it is optional', () => {
    expect(read()).toEqual({});
  });

  test.each([
    '',
    ' ',
    '1 ',
    '+1',
    '1.0',
    '1e1',
    '0x1',
    'ten',
    '١',
    '1,2',
    '9'.repeat(16),
    'NaN',
    'Infinity',
  ])('takes %j for no integer', (text) => {
    expect(problemsOf(() => read(text))).toEqual([
      { loc: ['query', 'limit'], msg: 'Input should be a valid integer', type: 'int_parsing' },
    ]);
  });

  test.each(['0', '-1', '-999'])('says that %s is too small', (text) => {
    expect(problemsOf(() => read(text))).toEqual([
      {
        loc: ['query', 'limit'],
        msg: 'Input should be greater than or equal to 1',
        type: 'greater_than_equal',
      },
    ]);
  });

  test.each(['101', '999999999999999'])('says that %s is too large', (text) => {
    expect(problemsOf(() => read(text))).toEqual([
      {
        loc: ['query', 'limit'],
        msg: 'Input should be less than or equal to 100',
        type: 'less_than_equal',
      },
    ]);
  });
});
