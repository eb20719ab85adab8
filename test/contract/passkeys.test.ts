import { expect, test } from '@jest/globals';
import { ACTIONS } from '../../lib/contract/index.ts';

test('the key of a passkey is written where one is added, and by no update', () => {
  const writes = ACTIONS.flatMap(({ name, table }) =>
    table
      .filter(
        ({ items, attributes }) => items.includes('passkey') && attributes?.includes('public_key'),
      )
      .flatMap(({ calls }) => calls.filter((call) => /^(Put|Update)Item$/.test(call)))
      .map((call) => `${name}: ${call}`),
  );
  expect(writes).toEqual(['add-passkey: PutItem']);
});
