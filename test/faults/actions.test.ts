import { expect, test } from '@jest/globals';
import { ACTIONS } from '../../lib/contract/index.ts';
import { SCENARIOS } from './scenarios/index.ts';

/** One is there with a domain of its own, the other with pages; neither calls a service that could fail. */
const WITHOUT_CALLS = ['webauthn-origins', 'pages'];

test('every action is tried with faults', () => {
  const tried = new Set(SCENARIOS.map(({ action }) => action));
  const actions = ACTIONS.map(({ name }) => name);
  expect([...tried, ...WITHOUT_CALLS].toSorted()).toEqual(actions.toSorted());
});
