import { runtime } from '../../jest.config.mjs';

/** `npm run test:peer`: the API on this machine beside FastAPI Users itself. */
export default {
  ...runtime,
  rootDir: '../..',
  displayName: 'peer',
  testMatch: ['<rootDir>/test/peer/**/*.test.ts'],
  testTimeout: 60_000,
  // Half of a machine with two cores would be one worker.
  maxWorkers: '100%',
  globalSetup: '<rootDir>/scripts/jest/set-up.cjs',
  globalTeardown: '<rootDir>/scripts/jest/tear-down.cjs',
  reporters: ['default', '<rootDir>/scripts/jest/totals.cjs'],
};
