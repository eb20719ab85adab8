import { describe, expect, test } from '@jest/globals';
import { patchConsole } from '../../src/lambda/console.ts';
import { readable } from '../../src/lambda/log-line.ts';

/** What functions with a format and a level write for these calls of `console`. */
function written(
  environment: Record<string, string>,
  calls: (console: Console & { fatal(...parts: unknown[]): void }) => void,
): string[] {
  const texts: string[] = [];
  const own = { ...console };
  try {
    patchConsole({ environment, requestId: () => 'request', write: (text) => texts.push(text) });
    calls(console as never);
  } finally {
    Object.assign(console, own);
  }
  return texts.join('').trimEnd().split('\n');
}

const JSON_LOGS = { AWS_LAMBDA_LOG_FORMAT: 'JSON' };

describe('a line of a log, for people,', () => {
  test.each<[string, Record<string, string>]>([
    ['JSON', JSON_LOGS],
    ['text', {}],
  ])('is the message that was given to console, from %s', (_, environment) => {
    const lines = written(environment, ({ log, warn, error }) => {
      log('User %s has written.', 1);
      warn('careful');
      error('two\nlines');
    });
    expect(lines.flatMap(readable)).toEqual([
      'User 1 has written.',
      'WARN careful',
      'ERROR two',
      'lines',
    ]);
  });

  test('is an object as JSON, and an error as its trace', () => {
    const failure = new TypeError('no');
    const [first = '', ...others] = written(JSON_LOGS, ({ info, error }) => {
      info({ message: 'made', count: 1 });
      error(failure);
    });
    expect(readable(first)).toEqual(['{"message":"made","count":1}']);
    expect(others.flatMap(readable).join('\n')).toBe(`ERROR ${failure.stack}`);
  });

  test.each([
    ['text', 'hello'],
    ['JSON', '{"timestamp":"2026-01-01T00:00:00Z","level":"INFO","message":"of a logger"}'],
    ['what only begins like JSON', '{"timestamp":'],
  ])('is the line itself where the function wrote %s by itself', (_, line) => {
    expect(readable(line)).toEqual([line]);
  });
});

describe('console of a function', () => {
  const all = (console: Console & { fatal(...parts: unknown[]): void }) => {
    for (const name of ['trace', 'debug', 'log', 'info', 'warn', 'error', 'fatal'] as const) {
      console[name](name);
    }
  };

  test.each([
    ['INFO', ['log', 'info', 'warn', 'error', 'fatal']],
    ['ERROR', ['error', 'fatal']],
    ['TRACE', ['trace', 'debug', 'log', 'info', 'warn', 'error', 'fatal']],
  ])('writes what is of level %s or above', (level, expected) => {
    const lines = written({ ...JSON_LOGS, AWS_LAMBDA_LOG_LEVEL: level }, all);
    expect(lines.map((line) => JSON.parse(line).message)).toEqual(expected);
  });

  test('writes an error beside a message with its type and trace, and what is no JSON as text', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const [first, second] = written(JSON_LOGS, ({ error, info }) => {
      error('it failed', new RangeError('far'));
      info(circle);
    }).map((line) => JSON.parse(line));
    expect(first).toMatchObject({
      message: expect.stringMatching(/^it failed RangeError: far/),
      errorType: 'RangeError',
      errorMessage: 'far',
      stackTrace: expect.arrayContaining(['RangeError: far']),
    });
    expect(second.message).toContain('[Circular *1]');
  });
});
