import { expect, test } from '@jest/globals';
import { ACTIONS } from '../../lib/contract/index.ts';
import { SCENARIOS } from './scenarios/index.ts';

test('every action is tried with faults', () => {
  const tried = new Set(SCENARIOS.map(({ action }) => action));
  expect([...tried].toSorted()).toEqual(ACTIONS.map(({ name }) => name).toSorted());
});
