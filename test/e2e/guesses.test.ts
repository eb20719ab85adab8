import { describe } from '@jest/globals';
import { guessCases } from './suite/guesses.ts';
import { startLocalSystem } from './support/local-system.ts';

/** Of each kind; `GUESS_ROUNDS=20` tries longer. */
const ROUNDS = Number(process.env.GUESS_ROUNDS ?? 2);

describe('guessing on this machine', () =>
  guessCases(startLocalSystem, { rounds: ROUNDS, guesses: 500, addresses: 200 }));
