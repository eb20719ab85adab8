import { describe, expect, test } from '@jest/globals';
import { systemRandomness } from '../../../../lambda/adapters/system.ts';
import {
  hashedRecoveryCode,
  newRecoveryCodes,
} from '../../../../lambda/users/factors/recovery-codes.ts';

const SECRET = Buffer.from('12345678901234567890', 'ascii');

describe('newRecoveryCodes', () => {
  test('makes ten codes of 120 bits each, in groups that people can type', () => {
    const codes = newRecoveryCodes(systemRandomness);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes)
      expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{6}(-[0-9a-hjkmnp-tv-z]{6}){3}$/);
  });

  test('writes every bit of what is random', () => {
    const [zeros] = newRecoveryCodes({ bytes: (length) => Buffer.alloc(length) });
    const [ones] = newRecoveryCodes({ bytes: (length) => Buffer.alloc(length, 255) });
    const [first] = newRecoveryCodes({ bytes: (length) => Buffer.alloc(length, 0b1000_0000) });
    expect({ zeros, ones, first }).toEqual({
      zeros: '000000-000000-000000-000000',
      ones: 'zzzzzz-zzzzzz-zzzzzz-zzzzzz',
      first: 'g20810-40g208-1040g2-081040',
    });
  });
});

describe('hashedRecoveryCode', () => {
  const [code = ''] = newRecoveryCodes(systemRandomness);
  const hash = hashedRecoveryCode(SECRET, code);

  test('is 256 bits that show nothing of the code', () => {
    expect(hash).toMatch(/^[\w-]{43}$/);
    expect(hash).not.toContain(code.slice(0, 6));
  });

  test('is the same however the code is written', () => {
    expect(hashedRecoveryCode(SECRET, ` ${code.toUpperCase().replaceAll('-', ' ')}\n`)).toBe(hash);
    const zerosAndOnes = '010101-010101-010101-010101';
    expect(hashedRecoveryCode(SECRET, 'oiOIol-oiOIoL-oioioi-oioioi')).toBe(
      hashedRecoveryCode(SECRET, zerosAndOnes),
    );
  });

  test('is another one by the secret of another user', () => {
    const others = Buffer.from('09876543210987654321', 'ascii');
    expect(hashedRecoveryCode(others, code)).not.toBe(hash);
  });

  test.each([
    '',
    '287082',
    '010101-010101-010101-01010',
    '010101-010101-010101-0101011',
    'u'.repeat(24),
    '٠'.repeat(24),
  ])('is none for a text that is no code: %j', (text) => {
    expect(hashedRecoveryCode(SECRET, text)).toBeUndefined();
  });
});
