import { describe, expect, test } from '@jest/globals';
import { UsersError } from '../../../../lambda/users/errors.ts';
import { assertPasswordAllowed } from '../../../../lambda/users/passwords/password-policy.ts';

const CODE = 'REGISTER_INVALID_PASSWORD';

/** The reason of a refusal, `undefined` where the password is taken. */
function reasonAgainst(
  password: string,
  { minLength = 8, maxBytes = 72 } = {},
): string | undefined {
  const deps = { policy: { minLength }, hash: { maxBytes } };
  try {
    assertPasswordAllowed(deps, { password, email: 'ada@example.com' }, CODE);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(UsersError);
    expect(error).toMatchObject({ code: CODE });
    return (error as UsersError).reason;
  }
}

describe('the password policy', () => {
  test('takes a password of the minimum length, without any rule of composition', () => {
    expect(reasonAgainst('xkcdxkce')).toBeUndefined();
  });

  test('refuses a shorter one and says both lengths', () => {
    expect(reasonAgainst('xkcdxkc')).toBe(
      'Password should have at least 8 characters; this one has 7',
    );
    expect(reasonAgainst('')).toBe('Password should have at least 8 characters; this one has 0');
  });

  test('counts characters as code points, not as UTF-16 units', () => {
    expect(reasonAgainst('🦊'.repeat(7))).toBe(
      'Password should have at least 8 characters; this one has 7',
    );
    expect(reasonAgainst('🦊🐻🐼🐨🐯🦁🐮🐷')).toBeUndefined();
  });

  test('takes its minimum length from the construct', () => {
    expect(reasonAgainst('xkcdxkce', { minLength: 12 })).toBe(
      'Password should have at least 12 characters; this one has 8',
    );
  });

  test('takes 72 bytes and refuses 73, which the hash would cut', () => {
    expect(reasonAgainst('x'.repeat(72))).toBeUndefined();
    expect(reasonAgainst('x'.repeat(73))).toBe(
      'Password should have at most 72 bytes in UTF-8; this one has 73',
    );
  });

  test.each([
    ['two', 'ü', 36],
    ['three', '€', 24],
    ['four', '🦊', 18],
  ])('counts a character of %s bytes as that many', (_, character, most) => {
    expect(reasonAgainst(character.repeat(most))).toBeUndefined();
    expect(reasonAgainst(`${character.repeat(most)}x`)).toBe(
      'Password should have at most 72 bytes in UTF-8; this one has 73',
    );
  });

  test('asks the hash how many bytes it takes', () => {
    expect(reasonAgainst('x'.repeat(200), { maxBytes: 4096 })).toBeUndefined();
  });

  test.each(['password', 'PASSWORD', 'Password', '12345678', 'TrustNo1', 'qwertyuiop'])(
    'refuses %s, one of the most common',
    (password) => {
      expect(reasonAgainst(password)).toBe(
        'Password is one of the most common ones; choose another',
      );
    },
  );

  test('takes a common password that is part of a longer one', () => {
    expect(reasonAgainst('password of mine')).toBeUndefined();
  });

  test.each(['ada@example.com', 'Ada@Example.com', 'xx ada@example.com xx'])(
    'refuses %s, which contains the address',
    (password) => {
      expect(reasonAgainst(password)).toBe('Password should not contain the email');
    },
  );

  test('takes a password as it is, spaces included', () => {
    expect(reasonAgainst('  x  y   ')).toBeUndefined();
    expect(reasonAgainst('        ')).toBeUndefined();
  });

  test('passes the code of its caller through', () => {
    const deps = { policy: { minLength: 8 }, hash: { maxBytes: 72 } };
    const input = { password: 'short', email: 'ada@example.com' };
    for (const code of [
      'RESET_PASSWORD_INVALID_PASSWORD',
      'UPDATE_USER_INVALID_PASSWORD',
    ] as const) {
      expect(() => assertPasswordAllowed(deps, input, code)).toThrow(
        `${code}: Password should have at least 8 characters; this one has 5`,
      );
    }
  });
});
