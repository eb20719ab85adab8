import { runtime } from '../../jest.config.mjs';

/** `npm run test:deploy`: one file, one emulator. */
export default {
  ...runtime,
  rootDir: '../..',
  displayName: 'deploy',
  testMatch: ['<rootDir>/test/deploy/**/*.test.ts'],
  testTimeout: 300_000,
  // Half of a machine with two cores would be one worker.
  maxWorkers: '100%',
  globalSetup: '<rootDir>/scripts/jest/set-up.cjs',
  globalTeardown: '<rootDir>/scripts/jest/tear-down.cjs',
  reporters: ['default', '<rootDir>/scripts/jest/totals.cjs'],
};
