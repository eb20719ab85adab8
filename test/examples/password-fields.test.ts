import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = path.join(import.meta.dirname, '../..');
/** What is shipped or shown of front ends: the page that `init` writes, and the example in React. */
const PAGES = ['packages/cli/templates/shared/page/public/*', 'examples/react/src/**/*.tsx'];

/** Each text field whose name ends in `password`. */
const FIELD = /<(?:input|Field)\b[^>]*\bname="(?:\w+_)?password"[^>]*>/g;

async function sources(): Promise<string[]> {
  const texts: string[] = [];
  for await (const file of glob(PAGES, { cwd: ROOT })) {
    texts.push(await readFile(path.join(ROOT, file), 'utf8'));
  }
  return texts;
}

test('password fields of the front ends are hidden, and say to password managers which password they take', async () => {
  const fields = (await sources()).flatMap((text) => text.match(FIELD) ?? []);
  expect(fields.length).toBeGreaterThanOrEqual(4);
  for (const field of fields) {
    expect(field).toMatch(/\bautocomplete="(current|new)-password"/i);
    // `Field` of the example is a password field unless it says otherwise.
    if (field.startsWith('<input')) expect(field).toContain('type="password"');
    else expect(field).not.toContain('type=');
    expect(field).not.toMatch(/\bmax/i);
  }
});

test('nothing in the front ends keeps anybody from pasting a password', async () => {
  for (const text of await sources()) expect(text).not.toMatch(/onpaste|['"]paste['"]/i);
});
