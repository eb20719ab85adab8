import { expect, test } from '@jest/globals';
import { givenCode } from '../../../lambda/http/given-code.ts';

test('a code is one of an app or a recovery code', () => {
  expect({
    app: givenCode({ code: '287082' }),
    recovery: givenCode({ recovery_code: 'a code' }),
    empty: givenCode({ code: '' }),
  }).toEqual({
    app: { method: 'totp', code: '287082' },
    recovery: { method: 'recovery_code', code: 'a code' },
    empty: { method: 'totp', code: '' },
  });
});

test('none is missing, and both are too many', () => {
  expect(() => givenCode({})).toThrow('Input should have either code, or recovery_code');
  expect(() => givenCode({ code: '287082', recovery_code: 'a code' })).toThrow(
    'recovery_code: Input should be either code or recovery_code, and both are given',
  );
});
