import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { unwrapEC2Signature } from '../../../../lambda/adapters/webauthn/ecdsa-signature.ts';

const CURVES = [
  ['P-256', 1, 32],
  ['P-384', 2, 48],
  ['P-521', 3, 66],
] as const;

/** A SEQUENCE of two INTEGERs. */
function wrapped(first: readonly number[], second: readonly number[]): Uint8Array {
  const content = [2, first.length, ...first, 2, second.length, ...second];
  return Uint8Array.from([0x30, content.length, ...content]);
}

describe.each(CURVES)('an ECDSA signature of %s', (namedCurve, curve, half) => {
  test('is the same two numbers as in Web Crypto’s form, however short they are', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve });
    const lengths = new Set<number>();
    for (let index = 0; index < 300; index += 1) {
      const der = sign('sha256', Buffer.from(`${index}`), privateKey);
      const raw = unwrapEC2Signature(der, curve);
      lengths.add(der.length);
      expect({ length: raw.length, der: toDer(raw) }).toEqual({
        length: 2 * half,
        der: der.toString('hex'),
      });
    }
    // Numbers with and without a zero before them, at least.
    expect(lengths.size).toBeGreaterThan(1);
  });
});

/** By the definition: as few bytes as there can be, and the highest bit is never set. */
function toDer(raw: Uint8Array): string {
  const number = (bytes: Uint8Array) => {
    const hex = Buffer.from(bytes)
      .toString('hex')
      .replace(/^(00)+(?=..)/, '');
    const positive = Number.parseInt(hex.slice(0, 2), 16) > 0x7f ? `00${hex}` : hex;
    return `02${(positive.length / 2).toString(16).padStart(2, '0')}${positive}`;
  };
  const half = raw.length / 2;
  const content = number(raw.subarray(0, half)) + number(raw.subarray(half));
  const length = content.length / 2;
  return `30${length > 0x7f ? '81' : ''}${length.toString(16).padStart(2, '0')}${content}`;
}

test('numbers that are short are filled with zeros in front', () => {
  const raw = unwrapEC2Signature(wrapped([1], [0, 0xff]), 1);
  expect(Buffer.from(raw).toString('hex')).toBe(`${'00'.repeat(31)}01${'00'.repeat(31)}ff`);
});

test('a number of the whole length counts as positive without a zero before it, too', () => {
  const whole = Array.from({ length: 32 }, () => 0xff);
  expect([...unwrapEC2Signature(wrapped(whole, [0, ...whole]), 1)]).toEqual([...whole, ...whole]);
});

test.each([
  ['is empty', Uint8Array.of()],
  ['is no sequence', Uint8Array.of(0x31, 6, 2, 1, 1, 2, 1, 1)],
  ['has one number', Uint8Array.of(0x30, 3, 2, 1, 1)],
  ['has three numbers', Uint8Array.of(0x30, 9, 2, 1, 1, 2, 1, 1, 2, 1, 1)],
  ['has something else than numbers', Uint8Array.of(0x30, 6, 4, 1, 1, 4, 1, 1)],
  ['has something behind it', Uint8Array.of(0x30, 6, 2, 1, 1, 2, 1, 1, 0)],
  ['ends before it is over', Uint8Array.of(0x30, 8, 2, 1, 1, 2, 3, 1)],
  ['ends within a length', Uint8Array.of(0x30, 0x81)],
  ['has a number without bytes', wrapped([], [1])],
  ['has a number that is too long', wrapped([1, ...Array.from({ length: 32 }, () => 0)], [1])],
  ['has a length of many bytes', Uint8Array.of(0x30, 0x82, 0, 6, 2, 1, 1, 2, 1, 1)],
  ['has an indefinite length', Uint8Array.of(0x30, 0x80, 2, 1, 1, 2, 1, 1, 0, 0)],
])('a signature that %s is refused', (_, signature) => {
  expect(() => unwrapEC2Signature(signature, 1)).toThrow(
    'the signature is no ECDSA signature in DER',
  );
});

test('another curve is refused', () => {
  expect(() => unwrapEC2Signature(wrapped([1], [1]), 6)).toThrow('the curve is 6');
});
