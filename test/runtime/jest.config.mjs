import { runtime } from '../../jest.config.mjs';

/** `npm run test:runtime`: the functions under AWS's own runtime. */
export default {
  ...runtime,
  rootDir: '../..',
  displayName: 'runtime',
  testMatch: ['<rootDir>/test/runtime/**/*.test.ts'],
  testTimeout: 60_000,
  // Half of a machine with two cores would be one worker.
  maxWorkers: '100%',
  globalSetup: '<rootDir>/scripts/jest/set-up.cjs',
  globalTeardown: '<rootDir>/scripts/jest/tear-down.cjs',
  reporters: ['default', '<rootDir>/scripts/jest/totals.cjs'],
};
