import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { ACTIONS } from '../../lib/contract/index.ts';

const HANDLERS = path.join(import.meta.dirname, '../../lambda/handlers');
const ROWS = new Set(ACTIONS.map(({ name }) => camelCase(name)));

function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

const files = readdirSync(HANDLERS, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

// A handler on another row would ask for the origin, the caller and the proof that the other one asks for.
test.each(files)('%s is made of the row that it is named after, and of no other', (file) => {
  const text = readFileSync(path.join(HANDLERS, file), 'utf8');
  const imports = text.matchAll(/import \{([^}]*)\} from '[./]*\/lib\/contract\/[^']+'/g);
  const names = [...imports].flatMap(([, list = '']) => list.split(','));
  const rows = names
    .map((name) => name.trim().split(' ')[0] ?? '')
    .filter((name) => ROWS.has(name));
  expect(rows).toEqual([camelCase(path.basename(file, '.ts'))]);
});

test('every action has a handler, and every handler an action', () => {
  const handlers = files.map((file) => path.basename(file, '.ts'));
  expect(handlers.sort()).toEqual(ACTIONS.map(({ name }) => name).sort());
});
