import { describe, expect, test } from '@jest/globals';
import { UsersError } from '../../../../lambda/users/errors.ts';
import { assertPasswordAllowed } from '../../../../lambda/users/passwords/password-policy.ts';
import { DEFAULT_HASH, MAX_PASSWORD_BYTES } from '../../../../lib/contract/password-hash.ts';

const CODE = 'REGISTER_INVALID_PASSWORD';

/** The reason of a refusal, `undefined` where the password is taken. */
function reasonAgainst(
  password: string,
  { minLength = 8, maxBytes = 72, email = 'ada@example.com' } = {},
): string | undefined {
  const deps = {
    policy: { minLength, contextWords: ['users-api', 'Acme Shop'] },
    hash: { maxBytes },
  };
  try {
    assertPasswordAllowed(deps, { password, email }, CODE);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(UsersError);
    expect(error).toMatchObject({ code: CODE });
    return (error as UsersError).reason;
  }
}

/** As keyboards for Japanese type it. */
const wide = (text: string) =>
  [...text].map((each) => String.fromCodePoint((each.codePointAt(0) ?? 0) + 0xfee0)).join('');

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

  test('takes 64 characters of any script, and up to 256, by the default hash', () => {
    const maxBytes = MAX_PASSWORD_BYTES[DEFAULT_HASH.scheme];
    for (const character of ['x', 'ü', '漢', '🦊']) {
      for (const count of [64, 256]) {
        expect(reasonAgainst(character.repeat(count), { maxBytes })).toBeUndefined();
      }
    }
    expect(reasonAgainst('🦊'.repeat(257), { maxBytes })).toBe(
      'Password should have at most 1024 bytes in UTF-8; this one has 1028',
    );
  });

  test.each(['password', 'PASSWORD', 'Password', '12345678', 'TrustNo1', 'qwertyuiop'])(
    'refuses %s, one of the most common',
    (password) => {
      expect(reasonAgainst(password)).toBe(
        'Password should not be one of the most common ones; this one is one of them',
      );
    },
  );

  test.each([
    ['of full width', wide('password123')],
    ['of full width, some of them capital', `${wide('PassWord')}123`],
    ['two of which are a long s', 'pa\u017f\u017fword123'],
    ['which are digits in circles', '\u2460\u2461\u2462\u2463\u2464\u2465\u2466\u2467'],
  ])('refuses a common one in letters %s', (_, password) => {
    expect(reasonAgainst(password)).toBe(
      'Password should not be one of the most common ones; this one is one of them',
    );
  });

  test.each(['ada@example.com', 'Ada@Example.com', 'xx ada@example.com xx', 'ａｄａ@example.com'])(
    'refuses %s, which contains the address',
    (password) => {
      expect(reasonAgainst(password)).toBe(
        'Password should not contain the email; this one contains ada@example.com',
      );
    },
  );

  describe('refuses as a password, whatever its case,', () => {
    const reason = (what: string) =>
      `Password should not be a part of the email or the name of this service, with any case, punctuation and digits; this one is ${what}`;
    const [LOCAL, DOMAIN] = ['the local part of the email', 'the domain of the email'];
    const SERVICE = 'the name of this service';
    const email = 'ada.lovelace@example.com';

    test.each([
      ['the local part', 'Ada.Lovelace', LOCAL],
      ['the local part without its punctuation', 'adalovelace', LOCAL],
      ['the local part with a year', 'ada_lovelace1815', LOCAL],
      ['the domain', 'Example.com', DOMAIN],
      ['the domain with digits and punctuation', '1 example.com!', DOMAIN],
      ['the address with other punctuation', 'ada lovelace example com', 'the email'],
      ['a name of the service', 'ACMESHOP', SERVICE],
      ['a name of the service with a digit', 'UsersApi1', SERVICE],
    ])('%s: %s', (_, password, what) => {
      expect(reasonAgainst(password, { email })).toBe(reason(what));
    });

    test('an internationalised domain, in the letters that people know it by', () => {
      const at = { email: 'ada@xn--bcher-kva.example' };
      expect(reasonAgainst('Bücher.Example', at)).toBe(reason(DOMAIN));
      expect(reasonAgainst('xn--bcher-kva.example', at)).toBe(reason(DOMAIN));
    });

    test('letters that are the same ones in upper case', () => {
      expect(reasonAgainst('lovelace\u017f', { email: 'lovelaces@example.com' })).toBe(
        reason(LOCAL),
      );
    });

    test('a local part that ends in digits, with other digits', () => {
      expect(reasonAgainst('lovelace1815', { email: 'lovelace99@example.com' })).toBe(
        reason(LOCAL),
      );
    });
  });

  test.each([
    ['the local part within it', 'ada.lovelace writes notes', 'ada.lovelace@example.com'],
    ['a short local part and digits', 'k8362519', 'k@example.com'],
    ['digits alone, where the local part is other digits', '83625194', '12@example.com'],
    ['the name of the service within it', 'my users-api secret', 'ada@example.com'],
  ])('takes a password with %s', (_, password, email) => {
    expect(reasonAgainst(password, { email })).toBeUndefined();
  });

  test('refuses U+0000, since bcrypt takes a password for one that repeats it behind that', () => {
    const counts = { '\0\0\0\0\0\0\0\0': 8, 'abc\0abc\0abc': 2, 'correct horse\0': 1 };
    for (const [password, count] of Object.entries(counts)) {
      expect(reasonAgainst(password)).toBe(
        `Password should not contain the character U+0000; this one has ${count}`,
      );
    }
  });

  test('judges the normal form, in which a password is hashed', () => {
    expect(reasonAgainst('u\u0308'.repeat(7))).toBe(
      'Password should have at least 8 characters; this one has 7',
    );
    // 108 bytes as sent, 72 in the normal form.
    expect(reasonAgainst('u\u0308'.repeat(36))).toBeUndefined();
  });

  test('takes a password as it is, spaces included', () => {
    expect(reasonAgainst('  x  y   ')).toBeUndefined();
    expect(reasonAgainst('        ')).toBeUndefined();
  });

  test('passes the code of its caller through', () => {
    const deps = { policy: { minLength: 8, contextWords: [] }, hash: { maxBytes: 72 } };
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
