import { expect, test } from '@jest/globals';
import { Remembered } from '../../../../lambda/users/events/remembered.ts';

test('the texts that were noted last are remembered, and no more than are allowed', () => {
  const remembered = new Remembered(2);
  for (const text of ['a', 'b', 'a', 'c']) remembered.note(text);
  expect(['a', 'b', 'c'].filter((text) => remembered.has(text))).toEqual(['a', 'c']);
});
