import { runtime } from '../../jest.config.mjs';

/** `npm run test:browser`: the API on this machine, and a browser that is installed. */
export default {
  ...runtime,
  rootDir: '../..',
  displayName: 'browser',
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  testTimeout: 60_000,
  // Half of a machine with two cores would be one worker.
  maxWorkers: '100%',
  globalSetup: '<rootDir>/scripts/jest/set-up.cjs',
  globalTeardown: '<rootDir>/scripts/jest/tear-down.cjs',
  reporters: ['default', '<rootDir>/scripts/jest/totals.cjs'],
};
