import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { documentNames } from '../../scripts/tables/documents.ts';
import { PROJECT } from './markdown.ts';

/**
 * Phrases that read as translated or dated, and what to write; cspell has the list of single words.
 */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\balone\b/i, 'only'],
  [/\bat the (most|least)\b/i, 'at most 8, at least 8'],
  [/\bas far as\b/i, 'if, as long as'],
  [/\bcame to be\b/i, 'was created'],
  [/\b(to|can) be had\b/i, 'is available'],
  [/\bin vain\b/i, 'that fails'],
  [/\bmeanwhile\b/i, 'in between, by then'],
  [/\b(for|of|to|with) who\b/i, 'for callers that'],
  [/(^|[.;:] )who (can|has|have|may|wants?|verifies|comes?)\b/im, 'a caller who'],
];

/** What ships, and the scripts: their comments, errors and names are read like documents. */
const SOURCES = '{lib,lambda,packages/*/src,scripts}/**/*.{ts,cjs,mjs}';

/** A line for each phrase of a text, with what to write. */
function faultsOf(name: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      PHRASES.filter(([phrase]) => phrase.test(line)).map(
        ([phrase, instead]) => `${name}:${index + 1} ${phrase.exec(line)?.[0].trim()}: ${instead}`,
      ),
    );
}

test('the documents and the sources are in plain English', async () => {
  const sources: string[] = [];
  for await (const file of glob(SOURCES, { cwd: PROJECT })) sources.push(file);
  const files = [...(await documentNames()), ...sources];
  expect(files.length).toBeGreaterThan(400);
  const faults = await Promise.all(
    files.map(async (file) => faultsOf(file, await readFile(path.join(PROJECT, file), 'utf8'))),
  );
  expect(faults.flat()).toEqual([]);
});

test.each([
  ['with a cookie alone', 'only'],
  ['8 characters at the least', 'at most 8, at least 8'],
  ['a user who came to be', 'was created'],
  ['secrets, for who makes them', 'for callers that'],
  ['. Who has not can’t log in', 'a caller who'],
])('the phrase in %s is reported', (text, instead) => {
  expect(faultsOf('a.md', text)).toEqual([expect.stringMatching(new RegExp(`: ${instead}$`))]);
});
