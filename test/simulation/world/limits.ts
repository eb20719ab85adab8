import { BRUTE_FORCE_DEFAULTS } from '../../../lib/contract/limits.ts';

/** Few enough that programs reach them. */
export const SIMULATED_LIMITS = { ...BRUTE_FORCE_DEFAULTS, attempts: 2, failuresPerAddress: 6 };
