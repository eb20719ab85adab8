const modulePathIgnorePatterns = [
  '<rootDir>/.cache',
  '<rootDir>/.local',
  '<rootDir>/cdk.out',
  '<rootDir>/dist',
  '<rootDir>/examples/react/node_modules',
  '<rootDir>/packages/[^/]+/templates',
];

/**
 * Two projects: the runtime is ESM that Node itself strips of its types; the construct is CommonJS,
 * as jsii emits it, through swc. `npm test -- --selectProjects construct` runs one of them.
 */
export const runtime = {
  // Whatever the root is: that of a mutation run is a project of its own.
  runtime: `${import.meta.dirname}/scripts/jest/covered-runtime.cjs`,
  testEnvironment: 'node',
  transform: {},
  extensionsToTreatAsEsm: ['.ts'],
  modulePathIgnorePatterns,
};

export default {
  // A first synth loads aws-cdk-lib, which takes seconds; a stack starts, hashes, waits for events.
  testTimeout: 60_000,
  // Half of a machine with two cores would be one worker.
  maxWorkers: '100%',
  coverageProvider: 'v8',
  collectCoverageFrom: ['lambda/**/*.ts', 'lib/**/*.ts', 'packages/*/src/**/*.ts'],
  coverageReporters: ['text-summary', 'lcovonly'],
  globalSetup: '<rootDir>/scripts/jest/set-up.cjs',
  globalTeardown: '<rootDir>/scripts/jest/tear-down.cjs',
  reporters: ['default', '<rootDir>/scripts/jest/totals.cjs'],
  projects: [
    {
      ...runtime,
      displayName: 'runtime',
      testMatch: [
        '<rootDir>/test/{aws,bench,contract,lambda,scripts,simulation}/**/*.test.ts',
        '<rootDir>/packages/*/test/**/*.test.ts',
      ],
    },
    {
      ...runtime,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/{e2e,docs,examples}/**/*.test.ts'],
    },
    {
      displayName: 'construct',
      runtime: '<rootDir>/scripts/jest/covered-runtime.cjs',
      testEnvironment: '<rootDir>/scripts/jest/cdk-environment.cjs',
      testMatch: ['<rootDir>/test/{lib,bin}/**/*.test.ts'],
      moduleFileExtensions: ['ts', 'js', 'json', 'node'],
      modulePathIgnorePatterns,
      // The CDK and what extends it.
      transformIgnorePatterns: ['/node_modules/(?!aws-cdk-lib/|constructs/|cdk-)'],
      transform: {
        '/node_modules/.+\\.js$': '<rootDir>/scripts/jest/of-worker.cjs',
        '^.+\\.ts$': [
          '@swc/jest',
          {
            jsc: {
              parser: { syntax: 'typescript', decorators: true },
              transform: { legacyDecorator: true },
              target: 'es2022',
            },
            module: { type: 'commonjs' },
          },
        ],
      },
    },
  ],
};
