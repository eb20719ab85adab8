import { describe, expect, test } from '@jest/globals';
import { argon2idHash, argon2Scheme } from '../../../../lambda/adapters/passwords/argon2.ts';
import type { Argon2Cost } from '../../../../lib/contract/password-hash.ts';
import { PASSWORD } from '../../../support/passwords.ts';

const COST = { memory: 64, passes: 2, parallelism: 1 };
const scheme = argon2idHash(COST);
const argon2id = argon2Scheme('argon2id');

describe('argon2id', () => {
  test('verifies the password that it hashed, and no other', async () => {
    const stored = await scheme.hash(PASSWORD);
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=64,t=2,p=1\$[A-Za-z\d+/]{22}\$[A-Za-z\d+/]{43}$/);
    expect(await scheme.verify(PASSWORD, stored)).toBe(true);
    for (const wrong of ['', 'Correct horse battery', `${PASSWORD} `, `${PASSWORD}\u0000`]) {
      expect(await scheme.verify(wrong, stored)).toBe(false);
    }
  });

  test('verifies a hash of the reference implementation', async () => {
    // From its own tests: https://github.com/P-H-C/phc-winner-argon2/blob/20190702/src/test.c#L246
    const stored =
      '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
    expect(await argon2id.verify('password', stored)).toBe(true);
    expect(await argon2id.verify('a different password', stored)).toBe(false);
  });

  test('salts every hash', async () => {
    expect(await scheme.hash(PASSWORD)).not.toBe(await scheme.hash(PASSWORD));
  });

  test('takes 1,024 bytes whole', async () => {
    const longest = `${'x'.repeat(1023)}y`;
    const stored = await scheme.hash(longest);
    expect(scheme.maxBytes).toBe(1024);
    expect(await scheme.verify(longest, stored)).toBe(true);
    expect(await scheme.verify(`${'x'.repeat(1023)}z`, stored)).toBe(false);
  });

  test('verifies no password without a hash', async () => {
    expect(await scheme.verify(PASSWORD, undefined)).toBe(false);
  });

  test('hashes an empty text, which anyone may try', async () => {
    expect(await scheme.verify('', await scheme.hash(''))).toBe(true);
  });

  test.each<[string, Partial<Argon2Cost>, boolean, boolean]>([
    ['the same parameters', {}, false, false],
    ['less memory', { memory: 32 }, true, false],
    ['fewer passes', { passes: 1 }, true, false],
    ['more lanes', { parallelism: 2 }, true, false],
    ['as much work by more memory', { memory: 128, passes: 1 }, true, true],
    ['more memory', { memory: 72 }, true, true],
    ['more passes', { passes: 3 }, true, true],
  ])('compares the cost of %s', async (_, other, isOutdated, isDearer) => {
    const stored = await argon2idHash({ ...COST, ...other }).hash(PASSWORD);
    expect({ isOutdated: scheme.isOutdated(stored), isDearer: scheme.isDearer(stored) }).toEqual({
      isOutdated,
      isDearer,
    });
    expect(await scheme.verify(PASSWORD, stored)).toBe(true);
  });

  test.each([
    '',
    'argon2id',
    '$argon2id$m=64,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR',
    '$argon2id$v=16$m=64,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR',
    '$argon2i$v=19$m=64,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR',
    '$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR$',
    '$argon2id$v=19$m=64,t=2$c29tZXNhbHQ$nf65EOgLrQMR',
    '$2b$10$abcdefghijklmnopqrstuu5Lw3Vt1H1o8p0b0tRzLqQ4bTn4cJ5yC',
  ])('does not recognise %j', (text) => {
    expect(argon2id.recognises(text)).toBe(false);
  });
});

describe('what is missing to the dearest cost', () => {
  const work = ({ memory, passes }: Argon2Cost) => memory * passes;

  test.each<[Partial<Argon2Cost>]>([
    [{}],
    [{ memory: 8, passes: 1 }],
    [{ memory: 40 }],
    [{ passes: 1 }],
    [{ memory: 56, passes: 1 }],
  ])('adds up with %j to the whole', (less) => {
    const cost = { ...COST, ...less };
    const missing = argon2id.missing(cost, COST) ?? [];
    const sum = [cost, ...missing].map(work).reduce((all, each) => all + each);
    expect(sum).toBe(work(COST));
  });

  test('is left out where it is less than argon2 can be', () => {
    expect(argon2id.missing({ ...COST, memory: 61 }, COST)).toEqual([]);
  });

  test('is never with a memory that was not declared', () => {
    const missing = argon2id.missing({ ...COST, memory: 8, passes: 1 }, COST) ?? [];
    expect(missing.every(({ memory }) => memory <= COST.memory)).toBe(true);
    expect(missing).toHaveLength(2);
  });
});
