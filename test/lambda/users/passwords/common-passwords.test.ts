import { stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dictionary } from '@zxcvbn-ts/language-common';
import { commonPasswords, isCommon } from '../../../../lambda/users/passwords/common-passwords.ts';

const FILE = '../../../../lambda/users/passwords/common-passwords.json';
const byRank = dictionary['passwords-common'].map(String);
/** Those that a policy with this minimum lets through, commonest first. */
const ofAtLeast = (min: number) => byRank.filter(({ length }) => length >= min);

describe('the list of common passwords', () => {
  test('has the 10,000 commonest of 8 characters or more', () => {
    const missing = ofAtLeast(8)
      .slice(0, 10_000)
      .filter((password) => !isCommon(password));
    expect(missing).toEqual([]);
  });

  test('has of 9 characters or more all that the dictionary has: more than 3,000', () => {
    const known = ofAtLeast(9);
    expect(known.length).toBeGreaterThan(3_000);
    expect(known.filter((password) => !isCommon(password))).toEqual([]);
  });

  test('has nothing that the dictionary does not have, nor what every policy refuses', () => {
    const known = new Set(ofAtLeast(8));
    const lines = commonPasswords().slice(1, -1).split('\n');
    expect(lines.filter((password) => !known.has(password))).toEqual([]);
  });

  test('has whole passwords, in any case, and neither parts of them nor two at a time', () => {
    expect(
      Object.fromEntries(
        ['password1', 'PassWord1', 'word1234', 'password1\n', '\npassword1', '\n', ''].map(
          (text) => [text, isCommon(text)],
        ),
      ),
    ).toEqual({
      password1: true,
      PassWord1: true,
      word1234: false,
      'password1\n': false,
      '\npassword1': false,
      '\n': false,
      '': false,
    });
    const [, one, other] = commonPasswords().split('\n');
    expect(isCommon(`${one}\n${other}`)).toBe(false);
  });

  test('adds at most 60 kB to a bundle', async () => {
    const { size } = await stat(path.join(import.meta.dirname, FILE));
    expect(size).toBeLessThanOrEqual(60_000);
  });
});
