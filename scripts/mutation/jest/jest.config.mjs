/** The tests of the runtime as a mutation run has them; what differs from run to run is in the environment. */
import { runtime } from '../../../jest.config.mjs';

export default {
  ...runtime,
  testTimeout: 60_000,
  testEnvironment: `${import.meta.dirname}/environment.ts`,
  testSequencer: `${import.meta.dirname}/sequencer.ts`,
  ...JSON.parse(process.env.MUTATION_RUN ?? '{}'),
};
