import { afterEach, beforeEach, jest } from '@jest/globals';

/**
 * Call it in a test file whose faults make the SDK, or the code, try again: the pauses between are
 * random with a minimum of nothing, and nothing is what they become.
 */
export function withoutWaiting(): void {
  beforeEach(() => {
    jest.spyOn(Math, 'random').mockReturnValue(0);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
}
