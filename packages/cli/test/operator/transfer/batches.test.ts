import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import {
  type Batch,
  batchesOf,
  digestOf,
  LONGEST_LINE,
} from '../../../src/operator/transfer/batches.ts';

afterAll(removeTemporaryDirectories);

const START = { offset: 0, lines: 0 };

function fileOf(content: string | Buffer): string {
  const file = path.join(temporaryDirectory(), 'users.ndjson');
  writeFileSync(file, content);
  return file;
}

async function all(file: string, place = START): Promise<Batch[]> {
  const batches: Batch[] = [];
  const digest = await digestOf(file, place.offset);
  for await (const batch of batchesOf(file, place, digest)) batches.push(batch);
  return batches;
}

const linesOf = (batches: readonly Batch[]) =>
  batches.flatMap(({ lines }) => lines.map(({ number, text }) => ({ number, text })));

test('a line is what is between line breaks, without spaces around it, and empty ones are left out', async () => {
  const file = fileOf('\ufeff{"a":1}\r\n\n  {"b":2} \n\n{"c":3}');
  expect(linesOf(await all(file))).toEqual([
    { number: 1, text: '{"a":1}' },
    { number: 3, text: '{"b":2}' },
    { number: 5, text: '{"c":3}' },
  ]);
});

test('a line that is too long, or no UTF-8, has no text, and the next one is whole', async () => {
  const long = 'x'.repeat(10 * LONGEST_LINE);
  const longest = 'y'.repeat(LONGEST_LINE);
  const content = `${long}\n\xff\n${longest}\r\n${longest}y\n${longest}\nz`;
  const file = fileOf(Buffer.from(content, 'latin1'));
  expect(linesOf(await all(file))).toEqual([
    { number: 1, text: undefined },
    { number: 2, text: undefined },
    { number: 3, text: longest },
    { number: 4, text: undefined },
    { number: 5, text: longest },
    { number: 6, text: 'z' },
  ]);
});

test('an empty file has no lines', async () => {
  expect(linesOf(await all(fileOf('')))).toEqual([]);
});

test('batches are at most 200 lines, and about a million bytes', async () => {
  const short = await all(fileOf('{}\n'.repeat(450)));
  expect(short.map(({ lines }) => lines.length)).toEqual([200, 200, 50]);
  const long = await all(fileOf(`"${'ü'.repeat(25_000)}"\n`.repeat(41)));
  expect(long.map(({ lines }) => lines.length)).toEqual([20, 20, 1]);
});

test('reading on from the end of any batch gives the rest, under the same numbers and digests', async () => {
  const content = Array.from({ length: 1_000 }, (_, index) => `{"ü":${index}}\n`).join('\n');
  const file = fileOf(content);
  const whole = await all(file);
  for (const [index, { end }] of whole.entries()) {
    expect((await digestOf(file, end.offset)).digest('hex')).toBe(end.sha256);
    const rest = await all(file, end);
    const expected = whole.slice(index + 1);
    expect(linesOf(rest)).toEqual(linesOf(expected));
    expect(rest.at(-1)?.end).toEqual(whole.at(-1)?.end);
  }
  expect(whole.at(-1)?.end.offset).toBe(Buffer.byteLength(content));
});
