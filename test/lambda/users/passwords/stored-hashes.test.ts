import { describe, expect, test } from '@jest/globals';
import type {
  DeclaredScheme,
  HashScheme,
  PasswordScheme,
} from '../../../../lambda/users/passwords/password-hash.ts';
import { StoredHashes } from '../../../../lambda/users/passwords/stored-hashes.ts';

const PASSWORD = 'correct horse battery';

/** What was worked on, in order. */
let work: string[] = [];

/** Hashes that can be read, `scheme$cost$password`. */
const hashOf = (scheme: string, cost: number, password = PASSWORD) =>
  `${scheme}$${cost}$${password}`;
const costOf = (hash: string) => Number(hash.split('$')[1]);

const known = (name: string): HashScheme => ({
  recognises: (hash) => hash.startsWith(`${name}$`),
  async verify(password, hash) {
    work.push(`${name} as stored`);
    return hash === hashOf(name, costOf(hash), password);
  },
});

const declared = (name: string, cost: number): DeclaredScheme => ({
  ...known(name),
  isDearer: (hash) => costOf(hash) > cost,
  costsOf: (hash) => ({ got: `cost ${costOf(hash)}`, most: `cost ${cost}` }),
  async verify(password, hash) {
    work.push(`${name} ${hash !== undefined && costOf(hash) > cost ? 'dearer' : cost}`);
    return hash !== undefined && hash === hashOf(name, costOf(hash), password);
  },
});

const current = (name: string, cost: number): PasswordScheme => ({
  ...declared(name, cost),
  maxBytes: 1024,
  async hash(password) {
    work.push(`${name} ${cost}`);
    return hashOf(name, cost, password);
  },
  isOutdated: (hash) => costOf(hash) !== cost,
});

const hashes = new StoredHashes({
  current: current('new', 2),
  declared: [declared('old', 5), declared('older', 7)],
  known: [known('new'), known('old'), known('older'), known('forgotten')],
});

async function compare(hash: string | undefined, password = PASSWORD) {
  work = [];
  return hashes.compare(password, hash);
}

test('a hash is compared by the first declared cost that it does not exceed, and each cost is worked off', async () => {
  const costs = new StoredHashes({
    current: current('new', 2),
    declared: [declared('old', 3), declared('old', 5)],
    known: [],
  });
  for (const cost of [2, 3, 4, 5]) {
    work = [];
    expect(await costs.compare(PASSWORD, hashOf('old', cost))).toMatchObject({ matches: true });
    expect(work).toEqual(['old 3', 'old 5', 'new 2']);
  }
});

describe('a comparison', () => {
  test.each<[string, string | undefined]>([
    ['no hash', undefined],
    ['a hash of the current scheme', hashOf('new', 2)],
    ['a hash of the current scheme at a lower cost', hashOf('new', 1)],
    ['a hash of a declared scheme', hashOf('old', 5)],
    ['a hash of a declared scheme at a lower cost', hashOf('old', 1)],
    ['a hash of another declared scheme', hashOf('older', 7)],
    ['a hash of no known scheme', 'unheard-of$1$secret'],
  ])('runs every scheme once for %s, whether the password is right or not', async (_, hash) => {
    for (const password of [PASSWORD, 'wrong horse battery']) {
      await compare(hash, password);
      expect(work).toEqual(['old 5', 'older 7', 'new 2']);
    }
  });

  test.each([
    ['the current scheme', hashOf('new', 2), undefined],
    ['the current scheme at a lower cost', hashOf('new', 1), undefined],
    ['a declared scheme', hashOf('old', 3), hashOf('new', 2)],
    ['another declared scheme', hashOf('older', 7), hashOf('new', 2)],
    ['a declared scheme at a higher cost', hashOf('old', 6), hashOf('new', 2)],
    ['the current scheme at a higher cost', hashOf('new', 3), hashOf('new', 2)],
    ['a scheme that was not declared', hashOf('forgotten', 9), hashOf('new', 2)],
  ])(
    'matches the right password alone by a hash of %s, and has a new one where its run made one',
    async (_, hash, made) => {
      expect(await compare(hash)).toEqual({ matches: true, ...(made && { made }) });
      expect(await compare(hash, 'wrong horse battery')).toMatchObject({ matches: false });
    },
  );

  test('matches nothing without a hash, or with one of no known scheme', async () => {
    expect(await compare(undefined)).toMatchObject({ matches: false });
    expect(await compare('unheard-of$1$secret')).toMatchObject({ matches: false });
  });

  test('adds the work of a scheme that was not declared, which its time tells', async () => {
    await compare(hashOf('forgotten', 9));
    expect(work).toEqual(['old 5', 'older 7', 'forgotten as stored', 'new 2']);
  });

  test('prefers the declaration for an older cost of the current scheme, so that its run makes the new hash', async () => {
    const both = new StoredHashes({
      current: current('new', 2),
      declared: [declared('new', 3)],
      known: [],
    });
    work = [];
    expect(await both.compare(PASSWORD, hashOf('new', 3))).toEqual({
      matches: true,
      made: hashOf('new', 2),
    });
    expect(work).toEqual(['new 3', 'new 2']);
  });
});

test('the costs of a hash are by each scheme that has a dearest one', () => {
  const costs = [hashOf('new', 3), hashOf('old', 6), hashOf('forgotten', 1)].map((hash) =>
    hashes.costsOf(hash),
  );
  expect(costs).toEqual([
    [{ got: 'cost 3', most: 'cost 2' }],
    [{ got: 'cost 6', most: 'cost 5' }],
    [],
  ]);
});

describe('the standing of a hash', () => {
  test.each([
    [hashOf('new', 2), 'current'],
    [hashOf('new', 1), 'current'],
    [hashOf('new', 3), 'undeclared'],
    [hashOf('old', 5), 'declared'],
    [hashOf('old', 6), 'dearer'],
    [hashOf('forgotten', 1), 'undeclared'],
    ['unheard-of$1$secret', 'unknown'],
    ['', 'unknown'],
  ])('of %j is %s', (hash, standing) => {
    expect(hashes.standingOf(hash)).toBe(standing);
  });

  test.each([
    [hashOf('new', 2), false],
    [hashOf('new', 1), true],
    [hashOf('old', 5), true],
  ])('of %j is outdated: %s', (hash, isOutdated) => {
    expect(hashes.isOutdated(hash)).toBe(isOutdated);
  });
});
