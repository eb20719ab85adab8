import { describe, expect, test } from '@jest/globals';
import bcrypt from 'bcryptjs';
import { newPasswordHash, passwordHash } from '../../../lambda/composition/passwords.ts';
import { runtime } from '../../../lambda/composition/runtime.ts';
import type {
  ImportedHashSettings,
  PasswordHashSettings,
} from '../../../lib/contract/password-hash.ts';
import { CHEAP_HASH, PASSWORD } from '../../support/passwords.ts';

const hashIn = (settings: PasswordHashSettings) =>
  newPasswordHash(runtime({ PASSWORD_HASH: JSON.stringify(settings) }));

describe('hashes of passwords in a function', () => {
  test.each([
    [
      'argon2id',
      { scheme: 'argon2id', memory: 16, passes: 2, parallelism: 1 },
      /^\$argon2id\$v=19\$m=16,t=2,p=1\$/,
      1024,
    ],
    ['bcrypt', { scheme: 'bcrypt', cost: 4 }, /^\$2b\$04\$/, 72],
  ] as const)('are of %s, as the environment says', async (_, settings, form, maxBytes) => {
    const hash = hashIn(settings);
    expect(await hash.hash(PASSWORD)).toMatch(form);
    expect(hash.maxBytes).toBe(maxBytes);
  });

  test.each([9, 15, 10.5, -1])('stop it at a cost of %d that only the deployment knew', (cost) => {
    expect(() => hashIn({ scheme: 'bcrypt', cost, unchecked: true })).toThrow(
      `the environment variable PASSWORD_HASH has the cost ${cost}, not a whole number from 10 to 14: below 10 a leaked hash is cheap to crack`,
    );
  });

  test('stop it without the variable', () => {
    expect(() => newPasswordHash(runtime({}))).toThrow(
      'the environment variable PASSWORD_HASH is missing',
    );
  });

  test('are compared by declared schemes too, and others are replaced', async () => {
    const told: string[] = [];
    const declared: ImportedHashSettings[] = [{ scheme: 'bcrypt', cost: 5 }];
    const rt = runtime({ PASSWORD_HASH: CHEAP_HASH, IMPORTED_HASHES: JSON.stringify(declared) });
    const hash = passwordHash(rt, () => told.push('replaced'));
    const compared = await hash.compare(PASSWORD, await bcrypt.hash(PASSWORD, 4));
    const replacement = compared.matches ? await compared.replacement?.() : undefined;
    expect(replacement).toMatch(/^\$argon2id\$/);
    expect(await hash.compare(PASSWORD, replacement)).toEqual({ matches: true });
    expect(told).toEqual(['replaced']);
  });
});
