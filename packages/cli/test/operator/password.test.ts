import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { readPassword } from '../../src/operator/password.ts';

/** A terminal at which somebody types. */
function terminal() {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = new PassThrough({ encoding: 'utf8' });
  return { input, output, shown: () => output.read() as string };
}

test('a password is asked for twice, and never shown', async () => {
  const { input, output, shown } = terminal();
  const asked = readPassword({ input, output });
  input.write('correct horse\r');
  setImmediate(() => input.write('correct horse\r'));
  await expect(asked).resolves.toBe('correct horse');
  expect(shown()).toBe('Password: \nAgain: \n');
});

test('two passwords that differ are refused', async () => {
  const { input, output } = terminal();
  const asked = readPassword({ input, output });
  input.write('correct horse\r');
  setImmediate(() => input.write('correct house\r'));
  await expect(asked).rejects.toThrow('the two passwords differ; run it again');
});

test.each([
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
])('%s instead of a password makes no user', async (_, key) => {
  const { input, output } = terminal();
  const asked = readPassword({ input, output });
  input.write(key);
  await expect(asked).rejects.toThrow('no user was made: the password was not given');
});

test('a password from a pipe loses only the end of its line', async () => {
  const input = new PassThrough();
  input.end(' correct  horse \r\n');
  await expect(readPassword({ input })).resolves.toBe(' correct  horse ');
});
