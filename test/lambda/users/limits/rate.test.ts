import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import {
  type Attempts,
  type Counter,
  factorCounter,
  passwordCounters,
  stateOf,
} from '../../../../lambda/users/limits/counter.ts';
import { BRUTE_FORCE_DEFAULTS } from '../../../../lib/contract/limits.ts';
import { required } from '../../../support/domain/domain.ts';

const DAY = 86_400;

/** Guesses a day of somebody who makes so many after the first lock, waits until nothing counts, and begins again. */
function rateWith(counter: Counter, afterLock: number): number {
  let seen: Attempts | undefined;
  let at = 0;
  const guesses = counter.limit + afterLock;
  for (let guess = 0; guess < guesses; guess++) {
    const state = stateOf({ counter, seen }, new Date(at));
    if (state.kind === 'locked') at = state.until;
    seen = { n: guess + 1, lastAt: at };
  }
  return (guesses * DAY) / (at / 1000 + counter.period);
}

/** The most that a counter lets anybody try. */
function mostADay(counter: Counter): number {
  const rates = Array.from({ length: 17 }, (_, afterLock) => rateWith(counter, afterLock));
  return Math.round(Math.max(...rates));
}

/** The same at one name, from one address and from many. */
function guessesADay(period: number): readonly number[] {
  const counters = passwordCounters(
    { ...BRUTE_FORCE_DEFAULTS, period },
    { name: 'a name', address: '192.0.2.1' },
  );
  return counters.slice(0, 2).map(mostADay);
}

test('the page on brute force says how many passwords can be tried at one account in a day', () => {
  const page = readFileSync('docs/brute-force.md', 'utf8').replace(/\s+/g, ' ');
  const said = /(\S+) passwords a day from one address, and (\S+) from twenty or more/.exec(page);
  const ofDay = /with `period: Duration.days\(1\)` it is (\S+) and (\S+) a day/.exec(page);
  const numbers = (found: RegExpExecArray | null) =>
    required(found ?? undefined)
      .slice(1)
      .map((text) => Number(text.replace(',', '')));
  expect(numbers(said)).toEqual(guessesADay(BRUTE_FORCE_DEFAULTS.period));
  expect(numbers(ofDay)).toEqual(guessesADay(DAY));
});

test('the page on second factors says how many codes can be tried at one user in a day', () => {
  const page = readFileSync('docs/second-factors.md', 'utf8').replace(/\s+/g, ' ');
  const [, said] = required(/can try (\S+) codes a day/.exec(page) ?? undefined);
  expect(said).toBe(mostADay(factorCounter('a user')).toLocaleString('en'));
});
