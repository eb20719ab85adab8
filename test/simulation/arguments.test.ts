import { describe, expect, test } from '@jest/globals';
import { readArguments } from './arguments.ts';

describe('the arguments of npm run simulate', () => {
  test('are a number of programs, the first of them, and threads, or the one to replay', () => {
    const args = ['--programs', '10', '--from', '3', '--threads', '1'];
    expect(readArguments(args)).toEqual({ programs: 10, from: 3, threads: 1, seed: undefined });
    expect(readArguments(['--seed', '7'])).toMatchObject({ seed: 7 });
  });

  test.each(['programs', 'from', 'threads', 'seed'])(
    'of --%s are refused unless it is a whole number, so that no run of nothing succeeds',
    (name) => {
      for (const text of ['0', 'x', '10.5', '1e3', '']) {
        expect(() => readArguments([`--${name}=${text}`])).toThrow(
          `${name}: got ${text}, expected a whole number of at least 1`,
        );
      }
    },
  );

  test.each(['--unknown', 'word', '--seed'])('of another kind are refused: %s', (argument) => {
    expect(() => readArguments([argument])).toThrow(argument.replace(/^--/, ''));
  });
});
