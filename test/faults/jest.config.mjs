import { runtime } from '../../jest.config.mjs';

/** `npm run test:faults`: every call of every action fails once in each way. */
export default {
  ...runtime,
  rootDir: '../..',
  displayName: 'faults',
  testMatch: ['<rootDir>/test/faults/**/*.test.ts'],
  testTimeout: 1_800_000,
  globalSetup: '<rootDir>/scripts/jest/set-up.cjs',
  globalTeardown: '<rootDir>/scripts/jest/tear-down.cjs',
  // Half of a machine with two cores would be one worker.
  maxWorkers: '100%',
  reporters: [
    'default',
    '<rootDir>/test/faults/support/summary.cjs',
    '<rootDir>/scripts/jest/totals.cjs',
  ],
};
