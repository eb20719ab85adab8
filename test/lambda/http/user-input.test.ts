import { describe, expect, test } from '@jest/globals';
import { newUser, userChanges } from '../../../lambda/http/user-input.ts';
import { validate } from '../../../lambda/http/validation.ts';

const FLAGS = { is_superuser: true, is_verified: true };

describe('a user that an operator creates', () => {
  const given = { email: 'Ada@Example.com', password: 'correct horse battery' };
  const stored = { ...given, email: 'ada@example.com' };

  test('has no rights and an address to verify, unless the body says otherwise', () => {
    expect(validate(newUser, given, 'body')).toStrictEqual({
      ...stored,
      is_superuser: false,
      is_verified: false,
    });
    expect(validate(newUser, { ...given, ...FLAGS }, 'body')).toStrictEqual({
      ...stored,
      ...FLAGS,
    });
  });

  test('needs an address and a password', () => {
    expect(() => validate(newUser, { ...given, email: undefined }, 'body')).toThrow();
    expect(() => validate(newUser, { ...given, password: undefined }, 'body')).toThrow();
  });
});

describe('changes of a user by a superuser', () => {
  test('are of any field, and of none that is not given', () => {
    const all = { email: 'ada@example.com', password: 'secret', is_active: false, ...FLAGS };
    expect(validate(userChanges, { ...all, id: 'mine' }, 'body')).toStrictEqual(all);
    expect(validate(userChanges, {}, 'body')).toStrictEqual({});
  });

  test.each(['is_active', 'is_superuser', 'is_verified'])('take no text for %s', (flag) => {
    expect(() => validate(userChanges, { [flag]: 'true' }, 'body')).toThrow();
  });
});
