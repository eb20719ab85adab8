import { describe, expect, test } from '@jest/globals';
import bcrypt from 'bcryptjs';
import { declaredSchemes } from '../../../../lambda/adapters/passwords/schemes.ts';
import type { ImportedHashSettings } from '../../../../lib/contract/password-hash.ts';

const schemesOf = (...settings: readonly ImportedHashSettings[]) =>
  declaredSchemes(settings, async () => undefined);

const bcryptOf = (cost: number) => ({ scheme: 'bcrypt', cost }) as const;
const argon2Of = (memory: number, passes: number) =>
  ({ scheme: 'argon2', memory, passes, parallelism: 1 }) as const;

const KEY = `$${'A'.repeat(22)}$${'A'.repeat(43)}`;
const argon2Hash = (memory: number, passes: number) =>
  `$argon2id$v=19$m=${memory},t=${passes},p=1${KEY}`;

describe('several costs of a scheme', () => {
  test.each([
    [4, [false, false, false]],
    [5, [true, false, false]],
    [6, [true, true, false]],
    [7, [true, true, true]],
  ])(
    'come in order, whatever the order of the settings, for a hash of cost %d',
    async (cost, dearer) => {
      const schemes = schemesOf(bcryptOf(6), bcryptOf(4), bcryptOf(5));
      const hash = await bcrypt.hash('x', cost);
      expect(schemes.map((scheme) => scheme.isDearer(hash))).toEqual(dearer);
    },
  );

  test('with as much work but less memory come first, so that a hash is compared at its own', () => {
    const schemes = schemesOf(argon2Of(128, 1), argon2Of(64, 2));
    const firstFor = (hash: string) => schemes.findIndex((scheme) => !scheme.isDearer(hash));
    expect([firstFor(argon2Hash(64, 2)), firstFor(argon2Hash(128, 1))]).toEqual([0, 1]);
  });

  test('of different schemes stay in the order of the settings', async () => {
    const schemes = schemesOf(argon2Of(64, 2), bcryptOf(5), bcryptOf(4));
    const hash = await bcrypt.hash('x', 5);
    expect(schemes.map((scheme) => scheme.recognises(hash))).toEqual([false, true, true]);
  });
});
