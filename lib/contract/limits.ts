/** Brute force: how many wrong tries are answered, and the counters that know. */
import { type CountedFailures, may, type TableAccess } from './action.ts';
import { ATTEMPT_ATTRIBUTES, KEYS } from './attributes.ts';
import { type Feature, only } from './features.ts';
import type { FailureCounter, ItemName } from './items.ts';
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

/** What is told of a name that is locked. */
export const NOTICE_ATTRIBUTES = [...KEYS, 'told_at', 'user_id', 'event', 'expires_at'] as const;

/** What it takes to count the wrong ones of the passwords that a function compares. */
export const countsGuesses = (onlyWith: Feature = 'bruteForce') => ({
  refuses: [only(onlyWith, 'TOO_MANY_REQUESTS')],
  settings: [bruteForce],
  table: [
    ...countedBy(PASSWORD_COUNTERS, onlyWith),
    may('PutItem', 'lockout-notice', { attributes: NOTICE_ATTRIBUTES, onlyWith }),
  ],
});

export const COUNTS_GUESSES = countsGuesses();

/** To read counters again after the hash, and to count a wrong try. */
export function countedBy(
  items: readonly ItemName[],
  onlyWith: Feature = 'bruteForce',
): readonly TableAccess[] {
  return [
    looksAt(items, onlyWith),
    may('UpdateItem', items, { attributes: COUNT_ATTRIBUTES, returns: true, onlyWith }),
  ];
}

/** What it takes to forget every wrong password for a name. */
export const LIFT_LOCKOUT: readonly TableAccess[] = [
  may('Query', 'login-attempts', { attributes: KEYS }),
  may('DeleteItem', 'login-attempts'),
  may('DeleteItem', 'mfa-attempts', { onlyWith: 'mfa' }),
];

/** What it takes to count failures: nothing is read, as the write itself is refused where there were too many. */
export const countsFailures = ({ of, onlyWith = 'bruteForce' }: CountedFailures) => ({
  refuses: [only(onlyWith, 'TOO_MANY_REQUESTS')],
  settings: [bruteForce],
  table: [may('UpdateItem', of, { attributes: COUNT_ATTRIBUTES, returns: true, onlyWith })],
});

/** What it takes to make a write only while a counter is open, and to look at one that is full. */
export const opensBy = (item: FailureCounter): readonly TableAccess[] => [
  may('ConditionCheckItem', item, { onlyWith: 'bruteForce' }),
  looksAt(item),
];

/** To look at counters. */
export function looksAt(
  item: ItemName | readonly ItemName[],
  onlyWith: Feature = 'bruteForce',
): TableAccess {
  return may('BatchGetItem', item, { attributes: ATTEMPT_ATTRIBUTES, onlyWith });
}
