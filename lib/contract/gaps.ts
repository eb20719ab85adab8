/**
 * JSON with gaps: a text that is written before all of its values are known. The construct lays it beside a
 * bundle, with gaps for what only the deployment knows, and gives the function the rest in a variable.
 */

/** Stands for a value: that of this place in the list of those that follow. */
interface Gap {
  readonly gap: number;
}

/** A text, and the values of its gaps; those that are the same have one gap. */
export interface Gapped {
  readonly text: string;
  readonly values: readonly unknown[];
}

export function withGaps(value: unknown, isUnknown: (value: unknown) => boolean): Gapped {
  const values: unknown[] = [];
  const text = JSON.stringify(value, (_, each: unknown): unknown => {
    if (!isUnknown(each)) return each;
    if (!values.includes(each)) values.push(each);
    return { gap: values.indexOf(each) } satisfies Gap;
  });
  return { text, values };
}

/** What the text says, with the values in its gaps. */
export function filled(text: string, values: readonly unknown[]): unknown {
  return JSON.parse(text, (_, each: unknown) => (isGap(each) ? values[each.gap] : each));
}

function isGap(value: unknown): value is Gap {
  return typeof value === 'object' && value !== null && 'gap' in value;
}
