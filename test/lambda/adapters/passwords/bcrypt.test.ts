import { afterEach, describe, expect, jest, test } from '@jest/globals';
import bcrypt from 'bcryptjs';
import { bcryptHash, bcryptScheme } from '../../../../lambda/adapters/passwords/bcrypt.ts';
import { PASSWORD } from '../../../support/passwords.ts';

const COST = 5;
const scheme = bcryptHash({ cost: COST });

afterEach(() => {
  jest.restoreAllMocks();
});

describe('bcrypt', () => {
  test('verifies the password that it hashed, and no other', async () => {
    const stored = await scheme.hash(PASSWORD);
    expect(stored).toMatch(/^\$2[aby]\$05\$.{53}$/);
    expect(await scheme.verify(PASSWORD, stored)).toBe(true);
    for (const wrong of ['', 'Correct horse battery', `${PASSWORD} `, `${PASSWORD}\u0000`]) {
      expect(await scheme.verify(wrong, stored)).toBe(false);
    }
  });

  test('salts every hash', async () => {
    expect(await scheme.hash(PASSWORD)).not.toBe(await scheme.hash(PASSWORD));
  });

  test('takes 72 bytes whole', async () => {
    const longest = `${'x'.repeat(71)}y`;
    const stored = await scheme.hash(longest);
    expect(scheme.maxBytes).toBe(72);
    expect(await scheme.verify(longest, stored)).toBe(true);
    expect(await scheme.verify(`${'x'.repeat(71)}z`, stored)).toBe(false);
  });

  test.each([
    ['a right beginning of 72 bytes and a wrong 73rd', 'x'.repeat(72), `${'x'.repeat(72)}y`],
    ['the 72 bytes of a character that is cut', 'ü'.repeat(36), `${'ü'.repeat(36)}ü`],
  ])('does not verify %s', async (_, password, longer) => {
    const stored = await scheme.hash(password);
    expect(await scheme.verify(longer, stored)).toBe(false);
    expect(await scheme.verify(password, stored)).toBe(true);
  });

  test('verifies no password without a hash', async () => {
    expect(await scheme.verify(PASSWORD, undefined)).toBe(false);
  });

  test('takes a hash of another cost for outdated, and one of a higher cost for dearer', async () => {
    const [lower = '', same = '', higher = ''] = await Promise.all(
      [4, 5, 6].map((cost) => bcrypt.hash('x', cost)),
    );
    const found = [lower, same, higher].map((hash) => [
      scheme.isOutdated(hash),
      scheme.isDearer(hash),
    ]);
    expect(found).toEqual([
      [true, false],
      [false, false],
      [true, true],
    ]);
  });

  test.each(['2a', '2b', '2y'])('recognises hashes of the version %s', async (version) => {
    const stored = (await scheme.hash(PASSWORD)).replace(/^\$2./, `$${version}`);
    expect(bcryptScheme.recognises(stored)).toBe(true);
    expect(await scheme.verify(PASSWORD, stored)).toBe(true);
  });

  test.each([
    '',
    '$2b$10$',
    `$2x$10$${'a'.repeat(53)}`,
    `$2b$10$${'a'.repeat(52)}`,
    `$2b$10$${'a'.repeat(54)}`,
    '$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA',
  ])('does not recognise %j', (text) => {
    expect(bcryptScheme.recognises(text)).toBe(false);
  });
});

/** Rounds of bcrypt that a verification costs: what its time is proportional to. */
async function roundsOf(cost: number, password: string, stored?: string) {
  const hashes = jest.spyOn(bcrypt, 'hash');
  const compares = jest.spyOn(bcrypt, 'compare');
  await bcryptHash({ cost }).verify(password, stored);
  const rounds = [
    ...hashes.mock.calls.map(([, spent]) => 2 ** Number(spent)),
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
    expect(await roundsOf(COST, 'wrong', stored)).toBe(2 ** COST);
  });

  test('that fails costs the same for a hash of a cost that is much lower', async () => {
    expect(await roundsOf(8, 'wrong', await bcrypt.hash(PASSWORD, 4))).toBe(2 ** 8);
  });

  test('that fails costs the same for a password that is too long', async () => {
    const stored = await bcrypt.hash('x'.repeat(72), COST);
    expect(await roundsOf(COST, 'x'.repeat(73), stored)).toBe(2 ** COST);
    expect(await roundsOf(COST, 'x'.repeat(73), undefined)).toBe(2 ** COST);
  });

  test.each([4, 5])('costs the same for the right password under a cost of %i', async (cost) => {
    expect(await roundsOf(COST, PASSWORD, await bcrypt.hash(PASSWORD, cost))).toBe(2 ** COST);
  });
});
