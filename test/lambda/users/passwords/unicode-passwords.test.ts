import { describe, expect, test } from '@jest/globals';
import bcrypt from 'bcryptjs';
import { BcryptPasswordHash } from '../../../../lambda/adapters/bcrypt.ts';
import type { PasswordScheme } from '../../../../lambda/users/passwords/password-hash.ts';
import { UnicodePasswords } from '../../../../lambda/users/passwords/unicode-passwords.ts';
import { COMPOSED, DECOMPOSED, PASSWORD } from '../../../support/passwords.ts';

const COST = 4;

/** bcrypt, with a note of each text that it worked on. */
class NotedScheme extends BcryptPasswordHash implements PasswordScheme {
  readonly worked: string[] = [];

  override hash(password: string): Promise<string> {
    this.worked.push(`hash ${password}`);
    return super.hash(password);
  }

  override verify(password: string, hash: string | undefined): Promise<boolean> {
    this.worked.push(`verify ${password}`);
    return super.verify(password, hash);
  }
}

const hashes = new UnicodePasswords(new BcryptPasswordHash(COST));

describe('hashes of passwords', () => {
  test.each([
    ['typed in one form and then the other', DECOMPOSED, COMPOSED],
    ['typed the other way round', COMPOSED, DECOMPOSED],
  ])('know one password that is %s', async (_, first, second) => {
    const stored = await hashes.hash(first);
    expect(await hashes.compare(second, stored)).toBe('right');
    expect(await hashes.verify(second, stored)).toBe(true);
  });

  test('know no password by another of the same look in a compatibility form', async () => {
    expect(await hashes.verify('ﬁne passwords', await hashes.hash('fine passwords'))).toBe(false);
  });

  test('of before normalisation know the text as it was sent, and are outdated', async () => {
    const stored = await bcrypt.hash(DECOMPOSED, COST);
    expect(await hashes.compare(DECOMPOSED, stored)).toBe('outdated');
    expect(await hashes.compare(COMPOSED, stored)).toBe('wrong');
    expect(await hashes.compare(COMPOSED, await bcrypt.hash(COMPOSED, COST))).toBe('right');
  });

  test('of a lower cost are outdated', async () => {
    const costlier = new UnicodePasswords(new BcryptPasswordHash(COST + 1));
    const stored = await hashes.hash(PASSWORD);
    expect(await costlier.compare(PASSWORD, stored)).toBe('outdated');
    expect(await costlier.compare('wrong', stored)).toBe('wrong');
  });

  test('are not replaced by one of a normal form that the scheme would cut', async () => {
    // U+0958 has no composed form: 3 bytes as sent, 6 in NFC.
    const long = '\u0958'.repeat(24);
    const stored = await bcrypt.hash(long, COST);
    expect(await hashes.compare(long, stored)).toBe('right');
  });

  test.each([
    ['a password and its repetition', 'correct horse', 'correct horse\0correct horse'],
    ['the very text that was hashed before it was refused', 'abc\0abc\0abc', 'abc\0abc\0abc'],
  ])('never match a text with U+0000: %s', async (_, password, given) => {
    expect(await hashes.compare(given, await bcrypt.hash(password, COST))).toBe('wrong');
  });

  test.each([
    ['in the normal form', COMPOSED, [`verify ${COMPOSED}`]],
    ['in another form', DECOMPOSED, [`verify ${COMPOSED}`, `verify ${DECOMPOSED}`]],
    ['with U+0000', 'abc\0abc', ['verify abc\0abc']],
  ])('do the same work on a text %s, whoever the user is', async (_, text, work) => {
    const stored = [
      undefined,
      await bcrypt.hash('another', COST),
      await bcrypt.hash(text, COST),
      await bcrypt.hash(text.normalize('NFC'), COST),
    ];
    for (const hash of stored) {
      const scheme = new NotedScheme(COST);
      await scheme.verify('', undefined);
      scheme.worked.length = 0;
      await new UnicodePasswords(scheme).compare(text, hash);
      expect(scheme.worked).toEqual(work);
    }
  });
});
