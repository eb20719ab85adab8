import { describe, expect, test } from '@jest/globals';
import bcrypt from 'bcryptjs';
import { currentScheme, KNOWN_SCHEMES } from '../../../../lambda/adapters/passwords/schemes.ts';
import type { Compared, PasswordScheme } from '../../../../lambda/users/passwords/password-hash.ts';
import { UnicodePasswords } from '../../../../lambda/users/passwords/unicode-passwords.ts';
import { COMPOSED, DECOMPOSED, PASSWORD } from '../../../support/passwords.ts';

const COST = 4;

const schemeOf = (cost: number) => currentScheme({ scheme: 'bcrypt', cost });

const hashesBy = (current: PasswordScheme, replaced?: () => void) =>
  new UnicodePasswords({ current, declared: [], known: KNOWN_SCHEMES }, replaced);

/** bcrypt, with a note of each text that it worked on. */
function noted(scheme: PasswordScheme, worked: string[]): PasswordScheme {
  return {
    ...scheme,
    async hash(password) {
      worked.push(password);
      return scheme.hash(password);
    },
    async verify(password, hash) {
      worked.push(password);
      return scheme.verify(password, hash);
    },
  };
}

const hashes = hashesBy(schemeOf(COST));

const found = (compared: Compared) => {
  if (!compared.matches) return 'wrong';
  return compared.replacement ? 'outdated' : 'right';
};

describe('hashes of passwords', () => {
  test.each([
    ['typed in one form and then the other', DECOMPOSED, COMPOSED],
    ['typed the other way round', COMPOSED, DECOMPOSED],
  ])('know one password that is %s', async (_, first, second) => {
    const stored = await hashes.hash(first);
    expect(found(await hashes.compare(second, stored))).toBe('right');
    expect(await hashes.verify(second, stored)).toBe(true);
  });

  test('know no password by another of the same look in a compatibility form', async () => {
    expect(await hashes.verify('ﬁne passwords', await hashes.hash('fine passwords'))).toBe(false);
  });

  test('of before normalisation know the text as it was sent, and are outdated', async () => {
    const stored = await bcrypt.hash(DECOMPOSED, COST);
    expect(found(await hashes.compare(DECOMPOSED, stored))).toBe('outdated');
    expect(found(await hashes.compare(COMPOSED, stored))).toBe('wrong');
    const composed = await bcrypt.hash(COMPOSED, COST);
    expect(found(await hashes.compare(COMPOSED, composed))).toBe('right');
  });

  test('of a lower cost are outdated, which is told when they are replaced', async () => {
    const told: string[] = [];
    const costlier = hashesBy(schemeOf(COST + 1), () => told.push('replaced'));
    const stored = await hashes.hash(PASSWORD);
    const compared = await costlier.compare(PASSWORD, stored);
    expect({ found: found(compared), told }).toEqual({ found: 'outdated', told: [] });
    const replacement = compared.matches ? await compared.replacement?.() : undefined;
    expect(found(await costlier.compare(PASSWORD, replacement))).toBe('right');
    expect(told).toEqual(['replaced']);
    expect(found(await costlier.compare('wrong', stored))).toBe('wrong');
  });

  test('are not replaced by one of a normal form that the scheme would cut', async () => {
    // U+0958 has no composed form: 3 bytes as sent, 6 in NFC.
    const long = '\u0958'.repeat(24);
    const stored = await bcrypt.hash(long, COST);
    expect(found(await hashes.compare(long, stored))).toBe('right');
  });

  test.each([
    ['a password and its repetition', 'correct horse', 'correct horse\0correct horse'],
    ['the very text that was hashed before it was refused', 'abc\0abc\0abc', 'abc\0abc\0abc'],
  ])('never match a text with U+0000: %s', async (_, password, given) => {
    expect(found(await hashes.compare(given, await bcrypt.hash(password, COST)))).toBe('wrong');
  });

  test.each([
    ['in the normal form', COMPOSED, [COMPOSED]],
    ['in another form', DECOMPOSED, [COMPOSED, DECOMPOSED]],
    ['with U+0000', 'abc\0abc', ['abc\0abc']],
  ])('do the same work on a text %s, whoever the user is', async (_, text, work) => {
    const stored = [
      undefined,
      await bcrypt.hash('another', COST),
      await bcrypt.hash(text, COST),
      await bcrypt.hash(text.normalize('NFC'), COST),
    ];
    for (const hash of stored) {
      const worked: string[] = [];
      await hashesBy(noted(schemeOf(COST), worked)).compare(text, hash);
      expect(worked).toEqual(work);
    }
  });
});
