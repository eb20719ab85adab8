import { runtime } from '../../jest.config.mjs';

/** The end-to-end cases on what `npm run verify:aws` has deployed, which starts Jest with this. */
export default {
  ...runtime,
  rootDir: '../..',
  displayName: 'aws',
  testMatch: ['<rootDir>/test/aws/suite/*.cases.ts'],
  testTimeout: 120_000,
  maxWorkers: 2,
  globalSetup: '<rootDir>/scripts/jest/set-up.cjs',
  globalTeardown: '<rootDir>/scripts/jest/tear-down.cjs',
};
