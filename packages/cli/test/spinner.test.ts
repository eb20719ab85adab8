import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Terminal } from '../src/dev/terminal.ts';
import { Spinner } from '../src/spinner.ts';

const SAVED = { ...process.env };
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick'] });
  delete process.env.CI;
  process.env.TERM = 'xterm';
});
afterEach(() => {
  jest.useRealTimers();
  process.env = { ...SAVED };
});

function terminal({ isTTY = true, columns = 80 } = {}) {
  const output = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY, columns });
  return { output, text: () => String(output.read() ?? '') };
}

/** What a terminal shows in the end. */
const shown = (text: string) =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked at.
    .replace(/\u001b\[\d+m/g, '')
    .split('\n')
    .map((line) => line.split('\r\u001b[K').at(-1));

test('a spinner moves at the end of a terminal, and says how long it has been', () => {
  const { output, text } = terminal();
  const spinner = new Spinner(output);
  spinner.spin('synthesising');
  expect(shown(text())).toEqual([expect.stringMatching(/^\S synthesising$/)]);
  jest.advanceTimersByTime(3_100);
  expect(shown(text())).toEqual([expect.stringMatching(/^\S synthesising 3 s$/)]);
  spinner.line('a line above');
  expect(shown(text())).toEqual(['a line above', expect.stringMatching(/^\S synthesising 3 s$/)]);
  spinner.stop();
  expect(shown(text())).toEqual(['']);
  jest.advanceTimersByTime(1_000);
  expect(text()).toBe('');
});

test('a spinner keeps to one line of the terminal', () => {
  const { output, text } = terminal({ columns: 20 });
  new Spinner(output).spin('a text that is longer than the terminal');
  expect(shown(text())[0]).toHaveLength(19);
});

test.each<[string, Record<string, string>, boolean]>([
  ['no terminal', {}, false],
  ['a terminal that can only print', { TERM: 'dumb' }, true],
  ['a CI system', { CI: 'true' }, true],
])('%s gets plain lines', (_, variables, isTTY) => {
  Object.assign(process.env, variables);
  const { output, text } = terminal({ isTTY });
  const spinner = new Spinner(output);
  spinner.spin('synthesising');
  jest.advanceTimersByTime(3_000);
  spinner.line('a line');
  spinner.stop();
  expect(text()).toBe('a line\n');
});

test('dev shows each step, and the last of them moving', () => {
  const { output, text } = terminal();
  const display = new Terminal(output);
  display.step('building', 'npm run build');
  display.step('synthesising', 'node app.js');
  expect(shown(text())).toEqual([
    'building      npm run build',
    'synthesising  node app.js',
    expect.stringMatching(/^\S synthesising$/),
  ]);
  display.reloaded(1_000);
  expect(shown(text())).toEqual(['reloaded in 1.0 s', '']);
});

/** In a process whose output has the functions of a terminal. */
const COLOURED = `
  import { WriteStream } from 'node:tty';
  import { Terminal } from ${JSON.stringify(path.join(import.meta.dirname, '../src/dev/terminal.ts'))};
  const { getColorDepth } = WriteStream.prototype;
  Object.assign(process.stdout, { isTTY: true, getColorDepth });
  new Terminal().step('building', 'npm run build');
`;

test.each<[string, Record<string, string>, boolean]>([
  ['has colours', {}, true],
  ['has none with NO_COLOR', { NO_COLOR: '1' }, false],
])('a terminal %s', (_, variables, coloured) => {
  const { PATH } = process.env;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', COLOURED], {
    encoding: 'utf8',
    env: { PATH, TERM: 'xterm', ...variables },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expect(printed).toContain('npm run build');
  expect(printed.includes('\u001b[2m')).toBe(coloured);
});
