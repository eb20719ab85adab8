/** Second factors that users have. */
import { FACTOR_REFUSALS, mfaTokenSecretArn, secondFactors } from './factors.ts';
import type { Manifest } from './manifest.ts';

export const FACTORS = {
  actions: [],
  settings: [secondFactors, mfaTokenSecretArn],
  events: {},
  refusals: FACTOR_REFUSALS,
} as const satisfies Manifest;
