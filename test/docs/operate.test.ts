import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { PROJECT } from './markdown.ts';

const read = (file: string) => readFile(path.join(PROJECT, file), 'utf8');

test('the page on operation lists every method of the admin client', async () => {
  const source = await read('lambda/exports/users-admin/users-admin.ts');
  const [, members = ''] = /export interface UsersAdmin[^{]*\{(.*?)\n\}/s.exec(source) ?? [];
  const methods = [...members.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name);
  const page = await read('docs/operate.md');
  const listed = [...page.matchAll(/^\| `(\w+)\([^|]*\)` \| `\w+`/gm)].map(([, name]) => name);
  expect(methods.length).toBeGreaterThan(10);
  expect(listed.toSorted()).toEqual(methods.toSorted());
});
