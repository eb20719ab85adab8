import { statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { ACTIONS } from '../../../lib/contract/index.ts';
import { loadedOf } from '../../../scripts/bundle/handlers.ts';

const HANDLERS = path.join(import.meta.dirname, '../../../assets/handlers');

/** What verifies passkeys is loaded only where that is done at every call. */
const LARGER: Readonly<Record<string, { readonly files: number; readonly bytes: number }>> = {
  'passkey-login': { files: 33, bytes: 450_000 },
  'add-passkey': { files: 25, bytes: 580_000 },
};

test('Lambda loads at most 28 files and 350 kB for an action, and more only for passkeys', async () => {
  // One with a folder of its own is one file.
  const shared = ACTIONS.filter(({ ownFolder }) => !ownFolder);
  const loaded = await loadedOf(shared, HANDLERS);
  const heavy = shared
    .map((action) => ({ name: action.name, ...loaded(action) }))
    .filter(({ name, files, bytes }) => {
      const limit = LARGER[name] ?? { files: 28, bytes: 350_000 };
      return files > limit.files || bytes > limit.bytes;
    });
  expect(heavy).toEqual([]);
});

test('what is a file of its own has no client of AWS in it: at most 100 kB', () => {
  const own = ACTIONS.filter(({ ownFolder }) => ownFolder).map(({ name }) => ({
    name,
    bytes: statSync(path.join(HANDLERS, '../pages', `${name}.mjs`)).size,
  }));
  expect(own.length).toBeGreaterThan(0);
  expect(own.filter(({ bytes }) => bytes > 100_000)).toEqual([]);
});
