import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Difference } from './compare.ts';

const PAGE = path.join(import.meta.dirname, '../../../docs/migrate/from-fastapi-users.md');
const HEAD = '| request | theirs | ours | why |';

export interface Row extends Difference {
  readonly why: string;
}

/** The rows of the page's tables of differences. */
export async function rowsOfPage(): Promise<readonly Row[]> {
  const lines = (await readFile(PAGE, 'utf8')).split('\n');
  return lines.flatMap((line, index) => {
    const isRow = line.startsWith('| ') && headOf(lines, index) === HEAD && line !== HEAD;
    if (!isRow || /^\| -/.test(line)) return [];
    const cells = line.slice(1, -1).split(/(?<!\\)\|/);
    const [request = '', theirs = '', ours = '', why = ''] = cells.map((cell) =>
      cell.trim().replaceAll('\\|', '|'),
    );
    return [{ request, theirs, ours, why }];
  });
}

/** The first line of the table that a line is in. */
function headOf(lines: readonly string[], index: number): string | undefined {
  let head = index;
  while (lines[head - 1]?.startsWith('|')) head -= 1;
  return lines[head];
}

/** Rows that the differences make: one for each request, with all that was seen of it. */
export function rowsOf(differences: readonly Difference[]): readonly Difference[] {
  const groups = Map.groupBy(differences, ({ request }) => request);
  return [...groups].map(([request, group]) => ({
    request,
    theirs: cellOf(group.map(({ theirs }) => theirs)),
    ours: cellOf(group.map(({ ours }) => ours)),
  }));
}

const cellOf = (values: readonly string[]) =>
  [...new Set(values)]
    .toSorted()
    .map((value) => (value.includes('`') ? value : `\`${value}\``))
    .join(', ');
