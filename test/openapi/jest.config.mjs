import { runtime } from '../../jest.config.mjs';

/** `npm run test:contract`: the OpenAPI document beside the API on this machine. */
export default {
  ...runtime,
  rootDir: '../..',
  displayName: 'contract',
  testMatch: ['<rootDir>/test/openapi/**/*.test.ts'],
  testTimeout: 180_000,
  globalSetup: '<rootDir>/scripts/jest/set-up.cjs',
  globalTeardown: '<rootDir>/scripts/jest/tear-down.cjs',
  reporters: ['default', '<rootDir>/scripts/jest/totals.cjs'],
};
