import path from 'node:path';
import { expect, test } from '@jest/globals';
import { ACTIONS } from '../../../lib/contract/index.ts';
import { loadedOf } from '../../../scripts/bundle/handlers.ts';

const HANDLERS = path.join(import.meta.dirname, '../../../assets/handlers');

test('Lambda loads at most 25 files and 600 kB for an action', async () => {
  const loaded = await loadedOf(ACTIONS, HANDLERS);
  const heavy = ACTIONS.map((action) => ({ name: action.name, ...loaded(action) })).filter(
    ({ files, bytes }) => files > 25 || bytes > 600_000,
  );
  expect(heavy).toEqual([]);
});
