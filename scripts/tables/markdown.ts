/** Tables in Markdown: written without padding, and put between markers. */

/** The text of a table; cells are Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const divider = head.map(() => '---');
  return [head, divider, ...rows].map(line).join('\n');
}

function line(cells: readonly string[]): string {
  return `|${cells.map((cell) => (cell === '' ? ' ' : ` ${cell.replaceAll('|', '\\|')} `)).join('|')}|`;
}

/** Removes padding, which an aligner may have added, from all tables of a document. */
export function withoutPadding(text: string): string {
  let inCode = false;
  return text
    .split('\n')
    .map((each) => {
      if (/^\s*```/.test(each)) inCode = !inCode;
      return inCode || !each.startsWith('|') ? each : compact(each);
    })
    .join('\n');
}

/**
 * One space around a cell, three hyphens in a divider. A bar that is escaped is part of its cell.
 */
function compact(row: string): string {
  return row
    .trimEnd()
    .replace(/(?<!\\)\|[ \t]+/g, '| ')
    .replace(/[ \t]+(?<!\\)\|/g, ' |')
    .replace(/(?<=\| :?)-{3,}(?=:? ?(\||$))/g, '---');
}

const BETWEEN_MARKERS = /(<!-- table:([\w-]+) -->\n)(.*?)(<!-- \/table:\2 -->)/gs;

/** Names of the tables that a document asks for, with its markers. */
export function tablesIn(text: string): string[] {
  return [...text.matchAll(BETWEEN_MARKERS)].map(([, , name = '']) => name);
}

/** Replaces what is between the markers of each table. */
export function withTables(text: string, tables: Readonly<Record<string, () => string>>): string {
  return text.replace(BETWEEN_MARKERS, (_, begin: string, name: string, __, end: string) => {
    const made = tables[name];
    if (made === undefined) throw new Error(`there is no table ${name}`);
    return `${begin}\n${made()}\n\n${end}`;
  });
}
