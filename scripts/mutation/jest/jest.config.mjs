/** The tests of the runtime for a mutation run; what differs between runs is in the environment. */
import { runtime } from '../../../jest.config.mjs';

export default {
  ...runtime,
  testTimeout: 60_000,
  testEnvironment: `${import.meta.dirname}/environment.ts`,
  testSequencer: `${import.meta.dirname}/sequencer.ts`,
  ...JSON.parse(process.env.MUTATION_RUN ?? '{}'),
};
