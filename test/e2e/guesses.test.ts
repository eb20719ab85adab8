import { describe } from '@jest/globals';
import { foreignEndpoint } from '../support/aws/engine.ts';
import { guessCases } from './suite/guesses.ts';
import { startLocalSystem } from './support/local-system.ts';

/** Of each kind; `GUESS_ROUNDS=20` tries longer. */
const ROUNDS = Number(process.env.GUESS_ROUNDS ?? 2);

/** DynamoDB Local is slower by far. */
const SIZE =
  foreignEndpoint() === undefined
    ? { rounds: ROUNDS, guesses: 500, addresses: 200 }
    : { rounds: 1, guesses: 150, addresses: 120 };

describe('guessing on this machine', () => guessCases(startLocalSystem, SIZE));
