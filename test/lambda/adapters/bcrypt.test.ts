import { afterEach, describe, expect, jest, test } from '@jest/globals';
import bcrypt from 'bcryptjs';
import { BcryptPasswordHash } from '../../../lambda/adapters/bcrypt.ts';
import { PASSWORD } from '../../support/passwords.ts';

const COST = 5;
const hash = new BcryptPasswordHash(COST);

afterEach(() => {
  jest.restoreAllMocks();
});

describe('BcryptPasswordHash', () => {
  test('verifies the password that it hashed, and no other', async () => {
    const stored = await hash.hash(PASSWORD);
    expect(stored).toMatch(/^\$2[aby]\$05\$.{53}$/);
    expect(await hash.verify(PASSWORD, stored)).toBe(true);
    for (const wrong of ['', 'Correct horse battery', `${PASSWORD} `, `${PASSWORD}\u0000`]) {
      expect(await hash.verify(wrong, stored)).toBe(false);
    }
  });

  test('salts every hash', async () => {
    expect(await hash.hash(PASSWORD)).not.toBe(await hash.hash(PASSWORD));
  });

  test('takes 72 bytes whole', async () => {
    const longest = `${'x'.repeat(71)}y`;
    const stored = await hash.hash(longest);
    expect(hash.maxBytes).toBe(72);
    expect(await hash.verify(longest, stored)).toBe(true);
    expect(await hash.verify(`${'x'.repeat(71)}z`, stored)).toBe(false);
  });

  test.each([
    ['a right beginning of 72 bytes and a wrong 73rd', 'x'.repeat(72), `${'x'.repeat(72)}y`],
    ['the 72 bytes of a character that is cut', 'ü'.repeat(36), `${'ü'.repeat(36)}ü`],
  ])('does not verify %s', async (_, password, longer) => {
    const stored = await hash.hash(password);
    expect(await hash.verify(longer, stored)).toBe(false);
    expect(await hash.verify(password, stored)).toBe(true);
  });

  test('verifies no password without a hash, that of the decoy included', async () => {
    expect(await hash.verify(PASSWORD, undefined)).toBe(false);
    expect(await hash.verify('decoy', undefined)).toBe(false);
  });

  test('takes a hash for outdated where its cost is lower, and only then', async () => {
    const [lower, same, higher] = await Promise.all(
      [4, 5, 6].map((cost) => bcrypt.hash('x', cost)),
    );
    expect(hash.isOutdated(lower ?? '')).toBe(true);
    expect(hash.isOutdated(same ?? '')).toBe(false);
    expect(hash.isOutdated(higher ?? '')).toBe(false);
  });
});

/** Rounds of bcrypt that a verification costs: what its time is proportional to. */
async function roundsOf(verifier: BcryptPasswordHash, password: string, stored?: string) {
  // The first verification of a process also makes the decoy.
  await verifier.verify('', undefined);
  const hashes = jest.spyOn(bcrypt, 'hash');
  const compares = jest.spyOn(bcrypt, 'compare');
  await verifier.verify(password, stored);
  const rounds = [
    ...hashes.mock.calls.map(([, cost]) => 2 ** Number(cost)),
    ...compares.mock.calls.map(([, compared]) => 2 ** bcrypt.getRounds(compared)),
  ].reduce((sum, each) => sum + each, 0);
  jest.restoreAllMocks();
  return rounds;
}

describe('a verification', () => {
  test.each([
    ['an unknown user', undefined],
    ['a hash of the cost', 5],
    ['a hash of a cost one lower', 4],
  ])('that fails costs the same for %s', async (_, cost) => {
    const stored = cost === undefined ? undefined : await bcrypt.hash(PASSWORD, cost);
    expect(await roundsOf(hash, 'wrong', stored)).toBe(2 ** COST);
  });

  test('that fails costs the same for a hash of a cost that is much lower', async () => {
    const stored = await bcrypt.hash(PASSWORD, 4);
    expect(await roundsOf(new BcryptPasswordHash(8), 'wrong', stored)).toBe(2 ** 8);
  });

  test('that fails costs the same for a password that is too long', async () => {
    const stored = await bcrypt.hash('x'.repeat(72), COST);
    expect(await roundsOf(hash, 'x'.repeat(73), stored)).toBe(2 ** COST);
    expect(await roundsOf(hash, 'x'.repeat(73), undefined)).toBe(2 ** COST);
  });

  test.each([4, 5])('costs the same for the right password under a cost of %i', async (cost) => {
    expect(await roundsOf(hash, PASSWORD, await bcrypt.hash(PASSWORD, cost))).toBe(2 ** COST);
  });
});

test('the decoy is made by the first verification, of a known user as of an unknown one', async () => {
  const stored = await bcrypt.hash(PASSWORD, COST);
  for (const first of [stored, undefined]) {
    const hashes = jest.spyOn(bcrypt, 'hash');
    const fresh = new BcryptPasswordHash(COST);
    await fresh.verify('wrong', first);
    await fresh.verify('wrong', undefined);
    expect(hashes.mock.calls.map(([, cost]) => cost)).toEqual([COST]);
    jest.restoreAllMocks();
  }
});
