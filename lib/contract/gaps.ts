/**
 * JSON with gaps: a text that is written before all of its values are known. The construct lays it beside a
 * bundle, with gaps for what only the deployment knows, and gives the function the rest in a variable.
 */

/** Before the place of a value in the list of those that follow. A text that begins so by itself has it twice. */
const GAP = '\u001a';

/** A text, and the values of its gaps; those that are the same have one gap. */
export interface Gapped {
  readonly text: string;
  readonly values: readonly unknown[];
}

export function withGaps(value: unknown, isUnknown: (value: unknown) => boolean): Gapped {
  const values: unknown[] = [];
  const text = JSON.stringify(value, (_, each: unknown): unknown => {
    if (!isUnknown(each)) return isMarked(each) ? `${GAP}${each}` : each;
    if (!values.includes(each)) values.push(each);
    return `${GAP}${values.indexOf(each)}`;
  });
  return { text, values };
}

/** What the text says, with the values in its gaps. */
export function filled(text: string, values: readonly unknown[]): unknown {
  return JSON.parse(text, (_, each: unknown) => {
    if (!isMarked(each)) return each;
    const marked = each.slice(GAP.length);
    return isMarked(marked) ? marked : values[Number(marked)];
  });
}

function isMarked(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(GAP);
}
