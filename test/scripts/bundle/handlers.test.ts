import { statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { ACTIONS } from '../../../lib/contract/index.ts';
import { loadedOf } from '../../../scripts/bundle/handlers.ts';

const HANDLERS = path.join(import.meta.dirname, '../../../assets/handlers');

interface Limit {
  readonly files: number;
  readonly bytes: number;
}

const LIMIT: Limit = { files: 17, bytes: 330_000 };

/** What is called most takes no body and reads nothing but the caller. */
const SMALLER: Readonly<Record<string, Limit>> = {
  'get-me': { files: 7, bytes: 172_000 },
  authorizer: { files: 7, bytes: 172_000 },
};

test('Lambda loads at most 17 files and 330 kB for an action, and 7 and 172 for what only reads the caller', async () => {
  // One with a folder of its own is one file.
  const shared = ACTIONS.filter(({ ownFolder }) => !ownFolder);
  const loaded = await loadedOf(shared, HANDLERS);
  const heavy = shared
    .map((action) => ({ name: action.name, ...loaded(action) }))
    .filter(({ name, files, bytes }) => {
      const limit = SMALLER[name] ?? LIMIT;
      return files > limit.files || bytes > limit.bytes;
    });
  expect(heavy).toEqual([]);
});

/** The texts of all languages are in it, and what draws QR codes and names browsers. */
const OWN_LIMITS: Readonly<Record<string, number>> = { pages: 300_000 };

test('what is a file of its own has no client of AWS in it: at most 100 kB, and 300 kB for pages', () => {
  const own = ACTIONS.filter(({ ownFolder }) => ownFolder).map(({ name }) => ({
    name,
    bytes: statSync(path.join(HANDLERS, '../pages', `${name}.mjs`)).size,
  }));
  expect(own.length).toBeGreaterThan(0);
  expect(own.filter(({ name, bytes }) => bytes > (OWN_LIMITS[name] ?? 100_000))).toEqual([]);
});
