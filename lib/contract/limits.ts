/** Brute force: how many wrong tries are answered, and the counters that know. */
import { may, type TableAccess } from './action.ts';
import { ATTEMPT_ATTRIBUTES } from './attributes.ts';
import { type Feature, only } from './features.ts';
import type { ItemName } from './items.ts';
import type { Manifest } from './manifest.ts';
import { optionalJson } from './setting.ts';

/** What functions get of the prop `bruteForce`. */
export interface BruteForceSettings {
  /** Wrong passwords for one name from one address before it is locked. */
  readonly attempts: number;
  /** The same from all addresses together. */
  readonly attemptsFromEverywhere: number;
  /** Wrong passwords from one address for any names. */
  readonly failuresPerAddress: number;
  /** Seconds: the longest lock, and the time without a wrong try after which none counts any more. */
  readonly period: number;
}

/** What it is by default: `docs/brute-force.md` says why. */
export const BRUTE_FORCE_DEFAULTS: BruteForceSettings = {
  attempts: 5,
  attemptsFromEverywhere: 100,
  failuresPerAddress: 100,
  period: 900,
};

/** Not set where nothing is counted. */
export const bruteForce = optionalJson<BruteForceSettings>()('bruteForce');

/** Sort key of the counter of a name, whatever the address is. */
export const EVERYWHERE = 'EVERYWHERE';

/** The counters of wrong passwords. */
export const PASSWORD_COUNTERS = [
  'login-attempts',
  'login-failures',
] as const satisfies readonly ItemName[];

/** What a count sets and compares. */
export const COUNT_ATTRIBUTES = [...ATTEMPT_ATTRIBUTES, 'attempt', 'expires_at'] as const;

/** What it takes to count the wrong ones of the passwords that a function compares. */
export const countsGuesses = (onlyWith: Feature = 'bruteForce') => ({
  refuses: [only(onlyWith, 'TOO_MANY_REQUESTS')],
  settings: [bruteForce],
  table: [...countedBy(PASSWORD_COUNTERS, onlyWith), guardedBy(PASSWORD_COUNTERS, onlyWith)],
});

export const COUNTS_GUESSES = countsGuesses();

/** To read counters again after the hash, to count a wrong try, and to write only while none is locked. */
export function countedBy(
  items: readonly ItemName[],
  onlyWith: Feature = 'bruteForce',
): readonly TableAccess[] {
  return [
    may('BatchGetItem', items, { attributes: ATTEMPT_ATTRIBUTES, onlyWith }),
    may('UpdateItem', items, { attributes: COUNT_ATTRIBUTES, returns: true, onlyWith }),
  ];
}

/** To make another write only while the counters allow it. */
export function guardedBy(
  items: readonly ItemName[],
  onlyWith: Feature = 'bruteForce',
): TableAccess {
  return may('ConditionCheckItem', items, { onlyWith });
}

export const LIMITS = {
  actions: [],
  settings: [bruteForce],
  events: {},
  refusals: {},
} as const satisfies Manifest;
