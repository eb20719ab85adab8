import { describe, expect, test } from '@jest/globals';
import {
  otpauthCodes as codes,
  OtpauthEnrolments,
} from '../../../../lambda/adapters/otpauth/totp-codes.ts';

/** The secret of RFC 6238's own examples. */
const SECRET = Buffer.from('12345678901234567890', 'ascii');
const at = (seconds: number) => new Date(seconds * 1000);

describe('otpauthCodes', () => {
  // RFC 6238, appendix B, SHA-1: the last six of its eight digits.
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('knows the code of second %s in RFC 6238', (seconds, code) => {
    expect(codes.stepOf(SECRET, code, at(seconds))).toBe(Math.floor(seconds / 30));
  });

  test('takes the codes of one step before and after, and says which step it was', () => {
    const ofStep1 = '287082';
    expect({
      tooEarly: codes.stepOf(SECRET, ofStep1, at(-1)),
      early: codes.stepOf(SECRET, ofStep1, at(0)),
      late: codes.stepOf(SECRET, ofStep1, at(89)),
      tooLate: codes.stepOf(SECRET, ofStep1, at(90)),
    }).toEqual({ tooEarly: undefined, early: 1, late: 1, tooLate: undefined });
  });

  test('takes a code with the white space that apps show in it', () => {
    expect(codes.stepOf(SECRET, ' 287 082\n', at(59))).toBe(1);
  });

  test.each([
    '',
    '28708',
    '2870820',
    '94287082',
    '２８７０８２',
    'ábcdef',
    '28708\u0000',
    '-28708',
  ])('takes no other text for a code: %j', (text) => {
    expect(codes.stepOf(SECRET, text, at(59))).toBeUndefined();
  });

  test('knows the code of a secret that lies in a part of a buffer', () => {
    const pooled = Buffer.concat([Buffer.from('before'), SECRET, Buffer.from('after')]);
    expect(codes.stepOf(pooled.subarray(6, 26), '287082', at(59))).toBe(1);
  });
});

describe('OtpauthEnrolments', () => {
  test('tells an app all that it needs, in a URI that holds any name', () => {
    const { secret, uri } = new OtpauthEnrolments('Acme: Shop').enrolment(
      SECRET,
      'ada+shop@example.com',
    );
    const { host, pathname, searchParams } = new URL(uri);
    expect({
      secret,
      host,
      label: decodeURIComponent(pathname),
      ...Object.fromEntries(searchParams),
    }).toEqual({
      secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      host: 'totp',
      label: '/Acme: Shop:ada+shop@example.com',
      issuer: 'Acme: Shop',
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
  });
});
