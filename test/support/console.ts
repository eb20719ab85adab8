import { afterAll, beforeAll, beforeEach } from '@jest/globals';

/** What was logged in the current test; the terminal stays quiet. */
export interface LogLines {
  readonly info: readonly unknown[];
  readonly error: readonly unknown[];
}

/** Call it in a `describe`, before its hooks, or at the top of a file. */
export function capturedLog(): LogLines {
  const lines: { info: unknown[]; error: unknown[] } = { info: [], error: [] };
  const { info, error } = console;
  beforeAll(() => {
    console.info = (line) => void lines.info.push(line);
    console.error = (line) => void lines.error.push(line);
  });
  beforeEach(() => {
    lines.info.length = 0;
    lines.error.length = 0;
  });
  afterAll(() => {
    Object.assign(console, { info, error });
  });
  return lines;
}
