/** What is wrong with a page that says which requirements are met, and by which tests it shows. */

/** Levels of the requirements that a page has to go through, by their ids. */
export type Levels = Readonly<Record<string, number>>;

/** The text of a file of the project; `undefined` where there is none. */
export type Read = (file: string) => string | undefined;

const STATES = ['met', 'partly', 'not met', 'not applicable', 'yours'];

interface Row {
  readonly id: string;
  readonly level: string;
  readonly state: string;
  readonly shown: string;
}

/** The rows of the tables of a page whose first cell is an id. */
function rowsOf(page: string): Row[] {
  return page.split('\n').flatMap((line) => {
    const [, id = '', level = '', , state = '', shown = ''] = line
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim());
    return /^\d+(\.\d+)+$/.test(id) ? [{ id, level, state, shown }] : [];
  });
}

/** What a page says of the requirements that is incomplete. */
export function rowFaults(page: string, levels: Levels): string[] {
  const rows = rowsOf(page);
  const faults: string[] = [];
  for (const id of Object.keys(levels)) {
    const count = rows.filter((row) => row.id === id).length;
    if (count !== 1) faults.push(`${id} has ${count} rows, expected one`);
  }
  for (const { id, level, state, shown } of rows) {
    if (levels[id] === undefined)
      faults.push(`${id} is no requirement of these chapters and levels`);
    else if (level !== String(levels[id]))
      faults.push(`${id} is of level ${levels[id]}, not ${level}`);
    if (!STATES.includes(state)) faults.push(`${id} is "${state}", expected ${STATES.join(', ')}`);
    if (shown === '') faults.push(`${id} has neither a test nor a reason`);
  }
  return faults;
}

/** A test as documents name it: its file, and its name as it is in the source. */
const NAMED = /`((?:test|packages)\/[\w./-]+\.ts)`: `([^`]+)`/g;

/** Tests that a document names and that do not exist. */
export function testFaults(document: string, read: Read): string[] {
  return [...document.matchAll(NAMED)].flatMap(([, file = '', name = '']) => {
    const source = read(file);
    if (source === undefined) return [`there is no ${file}`];
    return hasTest(source, name) ? [] : [`${file} has no test "${name}"`];
  });
}

/** Whether a call has the name as its first argument, as `test` and the tests of a table have. */
function hasTest(source: string, name: string): boolean {
  const text = name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/'/g, "\\\\?'");
  return new RegExp(`\\(\\s*(['"\`])${text}\\1`).test(source);
}
