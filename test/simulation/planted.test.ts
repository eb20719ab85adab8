import { describe, expect, test } from '@jest/globals';
import { checkSeed } from './check.ts';
import { PLANTED } from './planted.ts';
import type { Planted } from './run.ts';

/** A promise that each breaks, and the steps of the shortest program that shows it. */
const FOUND = {
  'a registration does not look whether the address is free': [/two users have the address/, 1],
  'a reset token is good for ever': [/a reset token was taken although/, 4],
  'a replaced refresh token replaces as well': [/refresh token/, 1],
  'the last superuser may go': [/the last superuser is gone/, 1],
  'a change overwrites one that came first': [/changed were|was never true|signs in|differ/, 3],
  'a wrong password is counted by whoever comes': [/was counted in a lock/, 2],
  'a right password is told in a lock': [/was told in a lock/, 2],
  'a code of an app is good as long as it is shown': [/the totp .* is taken twice/, 3],
  'a right code is told in a lock': [/code of .* was told in a lock/, 4],
  'a recovery code is good for whoever comes with it at once': [
    /recovery_code .* taken twice|has the factors/,
    2,
  ],
  'a challenge that a passkey has signed is good as long as it lasts': [
    /assertion .* taken twice/,
    2,
  ],
  'a code that was mailed is good for whoever comes with it at once': [/mailed .* taken twice/, 2],
  'a code that was mailed may be tried for ever': [/it was tried too often|taken twice/, 2],
  'a reset takes the app of its user away': [/the app of its owner is gone/, 3],
  'a factor is added without a look at the address': [/added at an address/, 2],
  'login forgets the second factor': [/lacks the second factor/, 1],
  'reauthenticate forgets the second factor': [/lacks the second factor/, 1],
  'oauth-callback forgets the second factor': [/lacks the second factor/, 2],
  'confirm-login forgets the second factor': [/lacks the second factor/, 1],
  'passkey-login forgets the second factor': [/lacks the second factor/, 1],
  'update-me forgets the second factor': [/changed without the second factor/, 1],
  'add-passkey forgets the second factor': [/added without the second factor/, 1],
  'delete-my-passkey forgets the second factor': [/removed without the second factor/, 1],
  'a touch of a passkey counts for a PIN': [/a credential says .*, and given was/, 1],
  'a begun login outlives the password': [/a login goes on although/, 2],
  'a passkey that is removed stays': [/has the factors/, 1],
} as const satisfies Record<keyof typeof PLANTED, readonly [RegExp, number]>;

/** As many programs as there are, so that a bug that only few of them meet is found as well. */
const SEEDS = 20_000;

describe('the simulation', () => {
  test.each(Object.entries(PLANTED))('finds that %s, and shows it shortly', async (name, plant) => {
    const [promise, steps] = FOUND[name as keyof typeof FOUND];
    const found = await firstFailure(plant);
    expect(found.violation).toMatch(promise);
    expect(found.steps).toBeLessThanOrEqual(steps);
  });
});

async function firstFailure(plant: Planted) {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { failure } = await checkSeed(seed, plant);
    if (!failure) continue;
    const { program, run } = failure;
    return { seed, violation: run.violation, steps: program.length, shows: run.transcript };
  }
  throw new Error(`none of ${SEEDS} programs broke a promise`);
}
