import { afterAll, beforeAll, beforeEach } from '@jest/globals';

/** What was logged in the current test; the terminal stays quiet. */
export interface LogLines {
  readonly info: readonly unknown[];
  readonly warn: readonly unknown[];
  readonly error: readonly unknown[];
  /** Lines of embedded metrics, which go past the console. */
  readonly metrics: readonly unknown[];
}

/** Call it in a `describe`, before its hooks, or at the top of a file. */
export function capturedLog(): LogLines {
  const lines: Record<keyof LogLines, unknown[]> = { info: [], warn: [], error: [], metrics: [] };
  const { info, warn, error } = console;
  const write = process.stdout.write.bind(process.stdout);
  beforeAll(() => {
    console.info = (line) => void lines.info.push(line);
    console.warn = (line) => void lines.warn.push(line);
    console.error = (line) => void lines.error.push(line);
    process.stdout.write = ((...args: Parameters<typeof write>) => {
      const [text] = args;
      if (!String(text).startsWith('{"_aws":')) return write(...args);
      lines.metrics.push(JSON.parse(String(text)));
      return true;
    }) as typeof write;
  });
  beforeEach(() => {
    lines.info.length = 0;
    lines.warn.length = 0;
    lines.error.length = 0;
    lines.metrics.length = 0;
  });
  afterAll(() => {
    Object.assign(console, { info, warn, error });
    process.stdout.write = write;
  });
  return lines;
}
