import { TestEnvironment } from 'jest-environment-node';

/** What Jest tells of a test as it runs. */
interface TestEvent {
  readonly name: string;
  readonly test?: { mode: unknown };
}

/** Skips everything after the first failure in a test file: one is enough to notice a mutant. */
export default class FirstFailure extends TestEnvironment {
  #hasFailed = false;

  handleTestEvent({ name, test }: TestEvent): void {
    if (name === 'test_fn_failure' || name === 'hook_failure') this.#hasFailed = true;
    if (name === 'test_start' && this.#hasFailed && test) test.mode = 'skip';
  }
}
